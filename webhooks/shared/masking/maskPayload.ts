import { JsonNumber, jsonText, parseJson, type Json, type JsonObject } from '../exactJson.ts';

/**
 * Shown to viewers in place of personal data. Every value counts as personal unless its field is
 * listed below, so that a new field of Clerk's is masked from its first day.
 */
export const MASK = '•••';

/** Strings that name one of Clerk's objects or its state, never a person. */
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

/** The app or the user fills these fields: no value in them is known to be safe. */
const FREE = new Set(['public_metadata', 'private_metadata', 'unsafe_metadata']);

/** Even a listed field is masked when its value does not look like an identifier. */
const TOKEN = /^[\w.:-]{1,80}$/;

/** A key is shown when it looks like a developer's choice, and not like somebody's address. */
const KEY = /^[A-Za-z_$][\w$-]{0,63}$/;

/**
 * Masks a payload, keeping its shape: objects, arrays and null stay, personal values become `MASK`.
 * A body that is not JSON is masked whole.
 */
export function maskBody(body: string): string {
  try {
    return jsonText(maskValue('', parseJson(body)));
  } catch {
    return MASK;
  }
}

export function maskHeaders(headers: { name: string; value: string }[]) {
  return headers.map(({ name }) => ({ name, value: MASK }));
}

/** Masks any text, such as an error's. An empty or missing text stays as it is. */
export function maskText<Text extends string | null | undefined>(text: Text): Text {
  return (text ? MASK : text) as Text;
}

/** True for a text that looks like an identifier. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** True for a key that a developer could have chosen. */
export function isOpenKey(key: string): boolean {
  return KEY.test(key);
}

function maskValue(key: string, value: Json): Json {
  if (value === null) return null;
  // Hide the keys too: they may be names, and their number would reveal how much there is.
  if (FREE.has(key)) return MASK;
  if (Array.isArray(value)) return value.map((item) => maskValue(key, item));
  if (value instanceof Map) return maskObject(value);
  return isSafe(key, value) ? value : MASK;
}

function maskObject(object: JsonObject): JsonObject {
  let hidden = 0;
  return new Map(
    [...object].map(([key, value]) => [
      KEY.test(key) ? key : `${MASK} ${++hidden}`,
      maskValue(key, value),
    ]),
  );
}

function isSafe(key: string, value: boolean | JsonNumber | string): boolean {
  if (typeof value === 'boolean') return true;
  if (value instanceof JsonNumber) return SAFE_NUMBERS.has(key) || key.endsWith('_at');
  return SAFE_STRINGS.has(key) && TOKEN.test(value);
}
