import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  tableFeatures,
} from '@tanstack/react-table';
import {
  JsonNumber,
  jsonText,
  type Json,
  type JsonObject,
} from '../../webhooks/shared/exactJson.ts';
import type { UserRow } from '../../webhooks/shared/userRow.ts';

/** A row of the app's users table, with its fields as the panel shows them. */
export interface ShownUser {
  user: UserRow;
  fields: JsonObject;
}

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
});

const helper = createColumnHelper<typeof features, ShownUser>();
const sorted = {
  sortFn: 'alphanumeric',
  sortUndefined: 'last',
  sortDescFirst: false,
} as const;

export const CLERK_ID = 'Clerk id';

/** The columns of the grid: Clerk's id, and these fields of the app. */
export function columnsOf(fields: readonly string[]) {
  return helper.columns([
    helper.accessor(({ user }) => user.clerk_id ?? undefined, { id: CLERK_ID, ...sorted }),
    ...fields.map((field) =>
      helper.accessor((shown) => sortText(shown.fields.get(field)), { id: field, ...sorted }),
    ),
  ]);
}

/** A value as text for sorting, which compares the numbers in it as numbers. */
function sortText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  return value instanceof JsonNumber ? value.text : jsonText(value);
}
