import { briefly, isRecord, nameOf, textOf, timeOf, type ClerkEvent } from './clerkEvent.ts';

/** True for a source that is a Clerk application: `clerk`, or a name that begins with it. */
export function isClerk(source: string): boolean {
  return source.startsWith('clerk');
}

/** The user that an event is about: the `data.id` of a `user.*` event, if it has one. */
function clerkUserIdOf({ type, data }: ClerkEvent): string | undefined {
  return type.startsWith('user.') ? nameOf(data.id) : undefined;
}

/**
 * The user whom an event of any kind names by id: its own, or the one of a session, an email, a
 * membership (`public_user_data`) or a payment (`payer`).
 */
export function namedUserIdOf(event: ClerkEvent): string | undefined {
  const { data } = event;
  const naming = [data, data.public_user_data, data.payer].filter(isRecord);
  return clerkUserIdOf(event) ?? naming.map(({ user_id }) => nameOf(user_id)).find(Boolean);
}

/** The name, or else an address, of the user whom an event is about or names. */
export function userLabelOf({ type, data }: ClerkEvent): string | undefined {
  const user = type.startsWith('user.') ? data : data.public_user_data;
  if (!isRecord(user)) return undefined;
  const name = [textOf(user.first_name), textOf(user.last_name)].filter(Boolean).join(' ');
  const label = name || primaryEmailOf(user) || textOf(user.username) || textOf(user.identifier);
  return label && briefly(label, MAX_LABEL_LENGTH);
}

const MAX_LABEL_LENGTH = 100;

/** The longest possible email address; longer texts are left out, so that the list stays small. */
const MAX_ADDRESS_LENGTH = 320;

/**
 * The email addresses and phone numbers of a Clerk user object. Other events may mention the user
 * by these.
 */
export function addressesOf(user: Record<string, unknown>): string[] {
  return Object.values(user)
    .filter((value) => Array.isArray(value))
    .flat()
    .filter(isRecord)
    .flatMap(({ email_address, phone_number }) => [textOf(email_address), textOf(phone_number)])
    .filter((address) => address !== undefined)
    .filter(({ length }) => length <= MAX_ADDRESS_LENGTH);
}

/** The fields of this project's users table, from a Clerk user object. */
export function userFieldsOf(user: Record<string, unknown>) {
  const email = primaryEmailOf(user);
  return {
    email,
    email_lower: email?.toLowerCase(),
    first_name: textOf(user.first_name),
    last_name: textOf(user.last_name),
    username: textOf(user.username),
    image_url: textOf(user.image_url),
    external_id: textOf(user.external_id),
    clerk_created_at: timeOf(user.created_at),
  };
}

/** Undefined if the primary address is not among the addresses, as in Clerk's own examples. */
function primaryEmailOf(user: Record<string, unknown>): string | undefined {
  const primaryId = textOf(user.primary_email_address_id);
  if (primaryId === undefined || !Array.isArray(user.email_addresses)) return undefined;
  const primary: unknown = user.email_addresses.find(
    (address: unknown) => isRecord(address) && address.id === primaryId,
  );
  return isRecord(primary) ? textOf(primary.email_address) : undefined;
}
