import type { AuditRow } from './auditRow.ts';
import type { Rejection } from './rejection.ts';
import type { UserRow } from './userRow.ts';

/**
 * What a viewer sees in place of personal data. Anything is taken for personal unless it is listed
 * below, so that a field that Clerk adds tomorrow is masked before anybody has heard of it.
 */
export const MASK = '•••';

/** Strings that name a thing of Clerk's, or a state of it; never a person. */
const SAFE_STRINGS = new Set([
  'object',
  'type',
  'id',
  'instance_id',
  'user_id',
  'session_id',
  'client_id',
  'organization_id',
  'last_active_organization_id',
  'primary_email_address_id',
  'primary_phone_number_id',
  'primary_web3_wallet_id',
  'email_address_id',
  'phone_number_id',
  'identification_id',
  'enterprise_connection_id',
  'role',
  'permissions',
  'status',
  'strategy',
  'provider',
  'protocol',
]);

/** Numbers that count something harmless. Times, in any field that ends in `_at`, are safe too. */
const SAFE_NUMBERS = new Set([
  'timestamp',
  'attempts',
  'lockout_expires_in_seconds',
  'verification_attempts_remaining',
  'create_organizations_limit',
  'max_allowed_memberships',
  'members_count',
  'pending_invitations_count',
]);

/** What the app, or the user, puts into these is free: no value in them is known to be safe. */
const FREE = new Set(['public_metadata', 'private_metadata', 'unsafe_metadata']);

const SHOWN_OF_USER = new Set([
  'clerk_id',
  'clerk_created_at',
  'clerk_updated_at',
  'clerk_event_at',
]);

/** Even a listed field is masked when its value does not look like an identifier. */
const TOKEN = /^[\w.:-]{1,80}$/;

/** A key is shown when a developer could have chosen it, but not when it is somebody's address. */
const KEY = /^[A-Za-z_$][\w$-]{0,63}$/;

/**
 * Masks a payload, keeping its shape: objects, arrays and null stay, personal values become `MASK`.
 * A body that is not JSON is masked whole.
 */
export function maskBody(body: string): string {
  try {
    return JSON.stringify(maskValue('', JSON.parse(body), false));
  } catch {
    return MASK;
  }
}

export function maskHeaders(headers: { name: string; value: string }[]) {
  return headers.map(({ name }) => ({ name, value: MASK }));
}

/** Masks a row of `users`, or one of an older schema; its `clerk_id`, times and order keys stay. */
export function maskUser<Row extends UserRow>(user: Row): Row {
  return Object.fromEntries(
    Object.entries(user).map(([field, value]) => [field, SHOWN_OF_USER.has(field) ? value : MASK]),
  ) as Row;
}

/** Masks the label, and the note, which an operator wrote freely. */
export function maskAuditRow(row: AuditRow): AuditRow {
  const masked = { ...row };
  if (row.user_label !== undefined) masked.user_label = MASK;
  if (row.redispatch?.note !== undefined) masked.redispatch = { ...row.redispatch, note: MASK };
  return masked;
}

/** Masks the start of a body that nobody vouched for. The diagnosis is in words of our own. */
export function maskRejection(rejection: Rejection): Rejection {
  return { ...rejection, sample: { ...rejection.sample, body_start: MASK } };
}

/** Masks text of which nothing is known, such as an exception's; none stays none. */
export function maskText<Text extends string | null | undefined>(text: Text): Text {
  return (text ? MASK : text) as Text;
}

function maskValue(key: string, value: unknown, free: boolean): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((item) => maskValue(key, item, free));
  if (typeof value === 'object') return maskObject(value, free);
  return !free && isSafe(key, value) ? value : MASK;
}

function maskObject(object: object, free: boolean): unknown {
  let hidden = 0;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      KEY.test(key) ? key : `${MASK} ${++hidden}`,
      maskValue(key, value, free || FREE.has(key)),
    ]),
  );
}

function isSafe(key: string, value: unknown): boolean {
  if (typeof value === 'boolean') return true;
  if (typeof value === 'number') return SAFE_NUMBERS.has(key) || key.endsWith('_at');
  return typeof value === 'string' && SAFE_STRINGS.has(key) && TOKEN.test(value);
}
