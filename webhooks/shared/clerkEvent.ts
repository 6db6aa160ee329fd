/** One webhook event, of Clerk or another sender. `type` is open: senders add types. */
export interface ClerkEvent {
  type: string;
  /** The envelope's time, milliseconds since 1970; null if it has no valid time. */
  occurred_at: number | null;
  /** The event has an invalid time, which is not used to order it. */
  has_odd_time: boolean;
  /** Any keys, as Clerk sent them; never stored as a Convex object. */
  data: Record<string, unknown>;
}

/** A body and the event that was read from it. */
export interface ReadBody {
  event: ClerkEvent;
  body: string;
}

/** UTF-8 bytes of an id or a type. Clerk's ids have some 32, its types some 40. */
export const MAX_NAME_BYTES = 100;

export type ParsedClerkEvent =
  | { kind: 'event'; event: ClerkEvent }
  | { kind: 'not_json'; reason: string }
  | {
      kind: 'not_clerk_event';
      /** The problem, and the field of the envelope that has it. */
      problem: string;
      path: string[];
      /** As a sentence for the sender. */
      reason: string;
    };

/** Reads a webhook's body, whatever it holds. Never throws. */
export function parseClerkEvent(body: string): ParsedClerkEvent {
  let envelope: unknown;
  try {
    envelope = JSON.parse(body);
  } catch {
    return { kind: 'not_json', reason: 'The body is signed but it is not JSON.' };
  }
  if (!isRecord(envelope)) return notClerkEvent([], 'it is not an object');
  if (isTooLong(envelope.type)) {
    return notClerkEvent(['type'], `\`type\` is over ${MAX_NAME_BYTES} bytes`);
  }
  const type = nameOf(envelope.type);
  if (type === undefined) return notClerkEvent(['type'], '`type` is missing');
  const { data } = envelope;
  if (!isRecord(data)) return notClerkEvent(['data'], '`data` is not an object');
  const times = [envelope.timestamp, envelope.created_at, data.updated_at, data.created_at];
  // Clerk's schema requires a time, but older events lack one. A delete needs none: it is final.
  if (times.every((time) => time === undefined || time === null) && !isDelete(type)) {
    return notClerkEvent(['timestamp'], '`timestamp` is missing');
  }
  const has_odd_time = times.slice(0, 3).some((time) => time != null && timeOf(time) === undefined);
  // The creation of an object dates no later event about it.
  const dating = type.endsWith('.created') ? times : times.slice(0, 3);
  const occurred_at = dating.map(timeOf).find((time) => time !== undefined) ?? null;
  return { kind: 'event', event: { type, occurred_at, has_odd_time, data } };
}

/** The event of a body that was parsed as an event before. Throws for any other body. */
export function readEvent(body: string): ClerkEvent {
  const parsed = parseClerkEvent(body);
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  return parsed.event;
}

/** Webhooks are younger than 2000, and no clock is this far ahead. */
const EARLIEST = Date.UTC(2000);
const LATEST = Date.UTC(2100);

/**
 * How far a clock may run ahead. An event dated further ahead would win against all later events.
 */
export const MAX_AHEAD = 5 * 60 * 1000;

/**
 * A time in milliseconds since 1970. The envelope's time is in seconds by Clerk's schema, in
 * milliseconds as Clerk sends it, and in micro- or nanoseconds or ISO text from other senders; the
 * size of the number decides. Undefined for an invalid time.
 */
export function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? isoTime(value) : millisecondsOf(value);
  return time >= EARLIEST && time <= LATEST ? time : undefined;
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}/;
const WITHOUT_ZONE = /^[\d-]+[T ][\d:.]+$/;

/**
 * Date.parse also reads texts such as "rev 3" as a date, and one without a zone in that of the machine,
 * which differs between the deployment and the panel: such a time is in UTC.
 */
function isoTime(text: string): number {
  if (!ISO_DATE.test(text)) return NaN;
  return Date.parse(WITHOUT_ZONE.test(text) ? `${text}Z` : text);
}

function millisecondsOf(value: unknown): number {
  if (typeof value !== 'number') return NaN;
  if (value < 1e11) return value * 1000;
  if (value < 1e14) return value;
  return Math.floor(value < 1e17 ? value / 1e3 : value / 1e6);
}

/** Such as `user.deleted`. */
export function isDelete(type: string): boolean {
  return type.endsWith('.deleted');
}

/** A text that Convex can store (lone surrogates replaced), or undefined when there is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.toWellFormed() : undefined;
}

/**
 * An id or a type; undefined if it is too long for rows of lists, far longer than any of Clerk's.
 */
export function nameOf(value: unknown): string | undefined {
  const text = textOf(value);
  return isTooLong(text) ? undefined : text;
}

/** True for an id or a type that is too long for `nameOf`. */
export function isTooLong(name: unknown): boolean {
  if (typeof name !== 'string') return false;
  return name.length > MAX_NAME_BYTES || new TextEncoder().encode(name).length > MAX_NAME_BYTES;
}

/** A text for rows of lists, cut when it is long. */
export function briefly(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`.toWellFormed();
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notClerkEvent(path: string[], problem: string): ParsedClerkEvent {
  const reason = `The body is signed JSON but not an event: ${problem}.`;
  return { kind: 'not_clerk_event', problem, path, reason };
}
