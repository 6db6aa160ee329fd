import { briefly, isRecord, nameOf, textOf, timeOf, type ClerkEvent } from './clerkEvent.ts';
import type { UserEvent, UserUpsert } from './userEvent.ts';
import type { MappedFields } from './userRow.ts';

/** The user that an event is about: the `data.id` of a `user.*` event, if it has one. */
export function clerkUserIdOf({ type, data }: ClerkEvent): string | undefined {
  return type.startsWith('user.') ? nameOf(data.id) : undefined;
}

/**
 * The user whom an event of any kind names by id: its own, or the one of a session, an e-mail, a
 * membership (`public_user_data`) or a payment (`payer`).
 */
export function namedUserIdOf(event: ClerkEvent): string | undefined {
  const { data } = event;
  const naming = [data, data.public_user_data, data.payer].filter(isRecord);
  return clerkUserIdOf(event) ?? naming.map(({ user_id }) => textOf(user_id)).find(Boolean);
}

/** What an event says about its user. Of any other event, why it says nothing. */
export function userEventOf(event: ClerkEvent): UserEvent {
  const clerk_id = clerkUserIdOf(event);
  switch (event.type) {
    case 'user.created':
    case 'user.updated':
    case 'user.deleted':
      if (clerk_id === undefined) {
        return { kind: 'none', reason: `This ${event.type} event names no user id.` };
      }
      return event.type === 'user.deleted'
        ? { kind: 'delete', clerk_id, event_at: event.occurred_at }
        : upsertOf(clerk_id, event.data, event.occurred_at);
    default:
      return { kind: 'none', reason: `Users do not depend on ${event.type} events.` };
  }
}

/**
 * What a Clerk user object, of an event or of the Backend API, says about its user as of `event_at`
 * (milliseconds since 1970).
 */
export function upsertOf(
  clerk_id: string,
  user: Record<string, unknown>,
  event_at: number,
): UserUpsert {
  const updated_at = timeOf(user.updated_at) ?? event_at;
  return {
    kind: 'upsert',
    clerk_id,
    updated_at,
    event_at,
    fields: mappedFieldsOf(user, updated_at),
  };
}

/** A name for people, or else an e-mail address. */
export function userLabelOf(fields: Partial<MappedFields>): string | undefined {
  const name = [fields.first_name, fields.last_name].filter(Boolean).join(' ');
  const label = name || fields.email || fields.username;
  return label && briefly(label);
}

/** E-mail addresses and phone numbers in a Clerk user object: what else may mention the user by. */
export function addressesOf(user: Record<string, unknown>): string[] {
  return Object.values(user)
    .filter((value) => Array.isArray(value))
    .flat()
    .filter(isRecord)
    .flatMap(({ email_address, phone_number }) => [textOf(email_address), textOf(phone_number)])
    .filter((address) => address !== undefined);
}

function mappedFieldsOf(user: Record<string, unknown>, updated_at: number): MappedFields {
  const email = primaryEmailOf(user);
  const fields = {
    email,
    email_lower: email?.toLowerCase(),
    first_name: textOf(user.first_name),
    last_name: textOf(user.last_name),
    username: textOf(user.username),
    image_url: textOf(user.image_url),
    external_id: textOf(user.external_id),
    clerk_created_at: timeOf(user.created_at) ?? updated_at,
  };
  // Convex stores no `undefined`, so neither does a planned row hold one.
  return JSON.parse(JSON.stringify(fields)) as MappedFields;
}

/** Clerk's own examples name a primary address that is not among the addresses. */
function primaryEmailOf(user: Record<string, unknown>): string | undefined {
  const primaryId = textOf(user.primary_email_address_id);
  if (primaryId === undefined || !Array.isArray(user.email_addresses)) return undefined;
  const primary: unknown = user.email_addresses.find(
    (address: unknown) => isRecord(address) && address.id === primaryId,
  );
  return isRecord(primary) ? textOf(primary.email_address) : undefined;
}
