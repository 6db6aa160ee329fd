import { briefly, isRecord, timeOf } from '../../../webhooks/shared/clerkEvent.ts';
import { userFieldsOf } from '../../../webhooks/shared/clerkUser.ts';

/** The fields of Clerk's user that are compared with the payload and the row, by their wire names. */
export const comparedFields = [
  'email',
  'first_name',
  'last_name',
  'username',
  'image_url',
  'external_id',
] as const;
export type UserFields = Partial<Record<(typeof comparedFields)[number], string>>;

/** A user of Clerk in the page. Nothing else of the user is kept. */
export interface PageUser {
  id: string;
  /** Clerk's own time of this state, milliseconds since 1970: its version. */
  updated_at: number;
  fields: UserFields;
}

const MAX_FIELD_LENGTH = 1_000;

/** True for an id that a filter can hold unchanged. */
export function isUserId(value: unknown): value is string {
  return typeof value === 'string' && /^user_\w{1,64}$/.test(value);
}

/** Reads a user in the shape of Clerk's APIs, which webhooks have too; null for anything else. */
export function pageUserOf(value: unknown): PageUser | null {
  if (!isRecord(value) || !isUserId(value.id)) return null;
  const updated_at = typeof value.updated_at === 'number' ? timeOf(value.updated_at) : undefined;
  if (updated_at === undefined || !Number.isInteger(updated_at)) return null;
  return { id: value.id, updated_at, fields: fieldsOf(value) };
}

/** The compared fields of a user object, of Clerk's answers or of a payload, cut when they are long. */
export function fieldsOf(user: Record<string, unknown>): UserFields {
  const all = userFieldsOf(user);
  const fields: UserFields = {};
  for (const name of comparedFields) {
    const text = all[name];
    if (text !== undefined) fields[name] = briefly(text, MAX_FIELD_LENGTH);
  }
  return fields;
}

/** The name, or else the email address, username or id. */
export function pageUserLabel({ id, fields }: PageUser): string {
  const name = [fields.first_name, fields.last_name].filter(Boolean).join(' ');
  return briefly(name || fields.email || fields.username || id, 60);
}
