import { MAX_AHEAD, nameOf, timeOf, type ClerkEvent } from '../shared/clerkEvent.ts';
import { isClerk } from '../shared/clerkUser.ts';

/** Times in milliseconds since 1970, and a hash for events of the same moment. The greater is newer. */
export interface OrderKeys {
  updated_at: number;
  event_at: number;
  tie: string;
}

/** An event that is ordered among the events of its subject. */
export interface OrderedEvent {
  /** The id of the subject, such as `user_2x`. */
  subject: string;
  deletes: boolean;
  /** Null when the event has no valid time; nothing orders it then. */
  times: Omit<OrderKeys, 'tie'> | null;
}

const ORDERED = /^(.+)\.(created|updated|deleted)$/;

/**
 * How an event is ordered, or null when events of its type are not.
 *
 * @param ordered The objects whose events are ordered, by source. All of Clerk's are, since its ids
 * never return once deleted.
 * @param now Milliseconds since 1970.
 */
export function orderedEventOf(
  source: string,
  event: ClerkEvent,
  ordered: Record<string, string[]>,
  now: number,
): OrderedEvent | null {
  const [, object, verb] = ORDERED.exec(event.type) ?? [];
  const subject = nameOf(event.data.id);
  if (object === undefined || subject === undefined) return null;
  if (!isClerk(source) && !ordered[source]?.includes(object)) return null;
  return { subject, deletes: verb === 'deleted', times: timesOf(event, now) };
}

function timesOf({ occurred_at, data }: ClerkEvent, now: number): OrderedEvent['times'] {
  const [updated, sent] = [timeOf(data.updated_at), occurred_at ?? undefined].map((time) =>
    time === undefined || time > now + MAX_AHEAD ? undefined : time,
  );
  const updated_at = updated ?? sent;
  return updated_at === undefined ? null : { updated_at, event_at: sent ?? updated_at };
}

/** Why an event is not ordered by a time that it has; undefined when it is. */
export function oddTimeOf(event: ClerkEvent, now: number): string | undefined {
  const times = [event.occurred_at ?? 0, timeOf(event.data.updated_at) ?? 0];
  if (times.some((time) => time > now + MAX_AHEAD)) {
    return 'The event is dated over 5 minutes ahead; that time was not used to order it.';
  }
  if (!event.has_odd_time) return undefined;
  return 'The event has an invalid time, which was not used to order it.';
}
