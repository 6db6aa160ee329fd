import { isRecord } from '../../../webhooks/shared/clerkEvent.ts';
import { readJson, withField, type Path } from './jsonText.ts';

/** A text of the body that is often edited, as the form shows it. */
export interface FormField {
  label: string;
  path: Path;
  value: string;
  /** Clerk sends null, not an empty text, if a user has no value. */
  nullable: boolean;
}

/** Fields of `data` by their names: of users, organizations, memberships and invitations. */
const NULLABLE = ['first_name', 'last_name', 'username', 'external_id'];
const TEXTS = ['name', 'slug', 'role', 'email_address'];

/** The form's fields for a body, in the order of the form; none if the body is not an event. */
export function formFieldsOf(text: string): FormField[] {
  const read = readJson(text);
  const event = 'value' in read && isRecord(read.value) ? read.value : {};
  const { data } = event;
  if (!isRecord(data)) return [];
  const fieldsOf = (names: string[], nullable: boolean) =>
    names
      .filter((name) => typeof data[name] === 'string' || (nullable && data[name] === null))
      .map((name) => fieldOf(name, ['data', name], data[name], nullable));
  return [...fieldsOf(NULLABLE, true), ...emailOf(data), ...fieldsOf(TEXTS, false)];
}

/** The text with one field changed and every other character unchanged. */
export function withFormField(
  text: string,
  { path, nullable }: Pick<FormField, 'path' | 'nullable'>,
  value: string,
): string {
  const written = value === '' && nullable ? null : value;
  return withField(text, path.slice(0, -1), String(path.at(-1)), written);
}

/** The primary email address. */
function emailOf(data: Record<string, unknown>): FormField[] {
  const list: unknown[] = Array.isArray(data.email_addresses) ? data.email_addresses : [];
  const primary = list.findIndex(
    (one) => isRecord(one) && one.id === data.primary_email_address_id,
  );
  const address = list[primary];
  if (!isRecord(address) || typeof address.email_address !== 'string') return [];
  const path = ['data', 'email_addresses', primary, 'email_address'];
  return [fieldOf('email', path, address.email_address, false)];
}

function fieldOf(name: string, path: Path, value: unknown, nullable: boolean): FormField {
  const label = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
  return { label, path, value: typeof value === 'string' ? value : '', nullable };
}
