/**
 * Decides which event of a subject is newer, before the handler runs, so that every order of
 * arrival ends in the same rows.
 */
import type { Outcome } from '../shared/outcome.ts';
import type { OrderedEvent, OrderKeys } from './orderedEvent.ts';

/** The order keys that the events of a subject have reached. */
export interface SubjectState extends OrderKeys {
  /** When the subject was deleted for good, milliseconds since 1970. */
  deleted_at?: number;
}

/** How an operator sends an event. A delivery is neither forced nor edited. */
export interface Sending {
  /** Run the event even if it is stale or its subject is deleted. */
  force: boolean;
  /** The body was edited: the event also wins against one with equal times. */
  edited: boolean;
}

export type PlacedEvent = OrderedEvent & { tie: string };

/** Greater than any hash: an operator's event yields only to strictly newer times. */
const LAST_TIE = '~';
const NO_KEYS: SubjectState = { updated_at: 0, event_at: 0, tie: '' };

/** Why an event must not run, or null when it may. */
export function staleReason(
  held: SubjectState | null,
  event: PlacedEvent,
  { force, edited }: Sending,
): string | null {
  if (force || held === null) return null;
  if (held.deleted_at !== undefined) {
    return event.deletes ? 'It was deleted already.' : 'It was deleted, and a delete is final.';
  }
  if (event.deletes || event.times === null) return null;
  const order = compareTimes(event.times, held);
  const passes = order > 0 || (order === 0 && (edited || event.tie >= held.tie));
  return passes ? null : 'The row already has newer data.';
}

/**
 * By how many milliseconds a subject is ahead of a stale event: by `updated_at` or, where that is
 * equal, by the time of the event. 0 for equal times; null where the times do not decide, as for a
 * delete.
 */
export function aheadBy(held: SubjectState, { times }: PlacedEvent): number | null {
  if (held.deleted_at !== undefined || times === null) return null;
  return held.updated_at - times.updated_at || held.event_at - times.event_at;
}

/**
 * The subject's order keys after an event ran, or null if they stay as they were. An event counts
 * only if the app did something with it: an app that ignores an update of a missing row must still
 * get the create that comes later.
 *
 * @param now The time of receipt, milliseconds since 1970, for a delete that has none.
 */
export function stateAfter(
  held: SubjectState | null,
  event: PlacedEvent,
  { force, edited }: Sending,
  outcome: Outcome,
  now: number,
): SubjectState | null {
  if (outcome !== 'applied' && outcome !== 'unchanged') return null;
  const { updated_at, event_at, tie, deleted_at } = held ?? NO_KEYS;
  const keys = { updated_at, event_at, tie };
  if (event.deletes) {
    return { ...keys, deleted_at: deleted_at ?? event.times?.event_at ?? now };
  }
  if (outcome === 'unchanged' && held === null) return null;

  const own = force || edited ? LAST_TIE : event.tie;
  const order = event.times === null ? -1 : compareTimes(event.times, keys);
  // An operator's event never lowers the keys, so that late retries cannot undo it.
  if (order > 0) return { ...event.times!, tie: own };
  if (order === 0) return { ...keys, tie: own > keys.tie ? own : keys.tie };
  return held === null || own !== LAST_TIE ? null : { ...keys, tie: LAST_TIE };
}

function compareTimes(a: Omit<OrderKeys, 'tie'>, b: Omit<OrderKeys, 'tie'>): number {
  return a.updated_at - b.updated_at || a.event_at - b.event_at;
}
