import type { UserEvent } from './userEvent.ts';
import type { MappedFields, Tombstone, UserRow } from './userRow.ts';

/** What an event would do, and the user's row and tombstone as they would be afterwards. */
export interface UserPlan {
  kind: 'create' | 'update' | 'delete' | 'unchanged' | 'stale' | 'ignored';
  reason?: string;
  /** Fields of `users` that would differ, without the derived `email_lower` and the order keys. */
  changed: string[];
  user: UserRow | null;
  tombstone: Tombstone | null;
}

export interface PlanOptions {
  /** Passes the ordering guard and the tombstone. */
  force?: boolean;
  /** Wins over a row with equal order keys: an operator changed the body. */
  edited?: boolean;
  /** Wins over no row with equal order keys: an operator sent this event again, and this is a retry. */
  redispatched?: boolean;
}

type Upsert = Extract<UserEvent, { kind: 'upsert' }>;
type Delete = Extract<UserEvent, { kind: 'delete' }>;

const COMPARED = [
  'email',
  'first_name',
  'last_name',
  'username',
  'image_url',
  'external_id',
  'clerk_created_at',
] as const satisfies (keyof MappedFields)[];

/**
 * Decides what one event does to its user, so that every order of arrival ends the same: of creates
 * and updates the greatest wins, by `data.updated_at`, then the envelope's time, then the mapped
 * fields as JSON; a delete is final whenever it comes, since Clerk never reuses an id.
 */
export function planUserChange(
  current: UserRow | null,
  tombstone: Tombstone | null,
  event: UserEvent,
  options: PlanOptions = {},
): UserPlan {
  switch (event.kind) {
    case 'upsert':
      return planUpsert(current, tombstone, event, options);
    case 'delete':
      return planDelete(current, tombstone, event);
    case 'none':
      return { kind: 'ignored', reason: event.reason, changed: [], user: current, tombstone };
  }
}

function planUpsert(
  current: UserRow | null,
  tombstone: Tombstone | null,
  event: Upsert,
  { force = false, ...tie }: PlanOptions,
): UserPlan {
  const stale = (reason: string): UserPlan => ({
    kind: 'stale',
    reason,
    changed: [],
    user: current,
    tombstone,
  });
  if (tombstone !== null && !force) return stale('Clerk deleted this user, and a delete is final.');
  if (current === null) {
    const user = rowOf(event, event, undefined);
    return { kind: 'create', changed: changedFields({}, user), user, tombstone: null };
  }

  const held = { updated_at: current.clerk_updated_at, event_at: current.clerk_event_at };
  const order = compareTimes(event, held);
  const wins = order > 0 || (order === 0 && winsTie(event.fields, current, tie));
  if (!wins && !force) return stale('Older than what the row holds.');

  // A forced write keeps the row's keys, so that late genuine retries cannot undo it.
  const user = rowOf(event, order > 0 ? event : held, current.workspace_id);
  const changed = changedFields(current, user);
  return changed.length > 0
    ? { kind: 'update', changed, user, tombstone: null }
    : {
        kind: 'unchanged',
        reason: 'The row holds all of it already.',
        changed,
        user,
        tombstone: null,
      };
}

function planDelete(
  current: UserRow | null,
  tombstone: Tombstone | null,
  { clerk_id, event_at }: Delete,
): UserPlan {
  const deleted_at = Math.min(event_at, tombstone?.deleted_at ?? event_at);
  const after = { user: null, tombstone: { clerk_id, deleted_at } };
  if (current !== null) return { kind: 'delete', changed: changedFields(current, {}), ...after };
  const reason =
    tombstone === null
      ? 'There was no such user; no late event can create it now.'
      : 'This user was deleted already.';
  return { kind: 'unchanged', reason, changed: [], ...after };
}

interface OrderKeys {
  updated_at: number;
  event_at: number;
}

function rowOf({ clerk_id, fields }: Upsert, keys: OrderKeys, workspace_id?: string): UserRow {
  return {
    clerk_id,
    ...(workspace_id !== undefined && { workspace_id }),
    ...fields,
    clerk_updated_at: keys.updated_at,
    clerk_event_at: keys.event_at,
  };
}

function compareTimes(a: OrderKeys, b: OrderKeys): number {
  return a.updated_at - b.updated_at || a.event_at - b.event_at;
}

function winsTie(
  fields: MappedFields,
  held: MappedFields,
  { edited = false, redispatched = false }: PlanOptions,
): boolean {
  if (edited) return true;
  const [ours, theirs] = [fieldsAsJson(fields), fieldsAsJson(held)];
  return redispatched ? ours === theirs : ours >= theirs;
}

function fieldsAsJson(fields: MappedFields): string {
  return JSON.stringify(COMPARED.map((name) => fields[name] ?? null));
}

/** Names of the mapped fields that differ between two states of a user, an absent user being `{}`. */
export function changedFields(
  before: Partial<MappedFields>,
  after: Partial<MappedFields>,
): string[] {
  return COMPARED.filter((name) => before[name] !== after[name]);
}
