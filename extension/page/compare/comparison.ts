import { comparedFields, type UserFields } from '../clerk/pageUser.ts';

/** One field of Clerk's user in the page, in the newest payload and in the row. */
export interface ComparedField {
  field: string;
  page: string | undefined;
  payload: string | undefined;
  row: string | undefined;
  /** The row's name for the field; null if the row seems to lack it. */
  column: string | null;
  differs: boolean;
}

/** Other names that apps use for Clerk's fields, in lower case and without underscores. */
const otherNames: Partial<Record<string, string[]>> = {
  email: ['emailaddress', 'primaryemail'],
  image_url: ['image', 'picture', 'pictureurl', 'avatar', 'avatarurl', 'profileimageurl'],
};
const FULL_NAME = ['name', 'fullname', 'displayname'];

/**
 * Compares field by field. A field that the row lacks is listed but does not count as a difference.
 */
export function compareFields(
  page: UserFields,
  payload: UserFields | null,
  row: Readonly<Record<string, unknown>> | null,
): ComparedField[] {
  const columns = new Map(Object.keys(row ?? {}).map((name) => [plain(name), name]));
  const columnOf = (names: string[]) =>
    names.map((name) => columns.get(name)).find((column) => column !== undefined) ?? null;
  const compared = comparedFields.map((field) =>
    compare(
      field,
      page[field],
      payload?.[field],
      columnOf([plain(field), ...(otherNames[field] ?? [])]),
    ),
  );
  const nameColumn = columnOf(FULL_NAME);
  if (nameColumn === null) return compared;
  return [
    ...compared,
    compare('name', nameOf(page), payload ? nameOf(payload) : undefined, nameColumn),
  ];

  function compare(
    field: string,
    inPage: string | undefined,
    inPayload: string | undefined,
    column: string | null,
  ): ComparedField {
    const inRow = column === null ? undefined : textOf(row?.[column]);
    const differs =
      (payload !== null && inPage !== inPayload) ||
      (row !== null && column !== null && inPage !== inRow);
    return { field, page: inPage, payload: inPayload, row: inRow, column, differs };
  }
}

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function nameOf({ first_name, last_name }: UserFields): string | undefined {
  return [first_name, last_name].filter(Boolean).join(' ') || undefined;
}

/**
 * A value of the row as text. An object or a list becomes `{…}`, which equals no value of Clerk's.
 */
function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value || undefined;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return value ? '{…}' : undefined;
  }
}

export type Step = 'in step' | 'row behind' | 'page behind' | 'no row';

/**
 * Compares the page's version of a user with the row's. Milliseconds since 1970; null for no row.
 */
export function stepOf(page: number, row: number | null): Step {
  if (row === null) return 'no row';
  if (page === row) return 'in step';
  return page > row ? 'row behind' : 'page behind';
}
