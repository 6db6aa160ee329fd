/** One Clerk webhook event. `type` is open: Clerk adds types, and most do not concern users. */
export interface ClerkEvent {
  type: string;
  /** The envelope's time, milliseconds since 1970. */
  occurred_at: number;
  /** Any keys, as Clerk sent them; never stored as a Convex object. */
  data: Record<string, unknown>;
}

/** Clerk's ids have some 32 characters, its types some 40. */
const MAX_NAME_LENGTH = 256;

export type ParsedClerkEvent =
  | { kind: 'event'; event: ClerkEvent }
  | { kind: 'not_json'; reason: string }
  | { kind: 'not_clerk_event'; reason: string };

/** Reads a webhook's body. Anything may come in; nothing is thrown. */
export function parseClerkEvent(body: string): ParsedClerkEvent {
  let envelope: unknown;
  try {
    envelope = JSON.parse(body);
  } catch {
    return { kind: 'not_json', reason: 'The body is signed but it is not JSON.' };
  }
  if (!isRecord(envelope)) return notClerkEvent('it is not an object');
  const type = nameOf(envelope.type);
  if (type === undefined) return notClerkEvent('`type` is missing or too long');
  const { data } = envelope;
  if (!isRecord(data)) return notClerkEvent('`data` is not an object');
  // Required by Clerk's schema, but older events came without it.
  const occurred_at =
    timeOf(envelope.timestamp) ?? timeOf(data.updated_at) ?? timeOf(data.created_at);
  if (occurred_at === undefined) return notClerkEvent('`timestamp` is missing');
  return { kind: 'event', event: { type, occurred_at, data } };
}

/** A time in milliseconds. Clerk's schema has the envelope's in seconds, its wire in milliseconds. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return undefined;
  return value < 1e11 ? value * 1000 : value;
}

/** A text that Convex can store (lone surrogates replaced), or undefined when there is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.toWellFormed() : undefined;
}

/** An id or a type. What is longer than any of Clerk's is none: rows that hold it are read by the hundred. */
export function nameOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && text.length <= MAX_NAME_LENGTH ? text : undefined;
}

/** A text as rows of lists hold it, cut when it is long. */
export function briefly(text: string): string {
  return text.length <= MAX_NAME_LENGTH
    ? text
    : `${text.slice(0, MAX_NAME_LENGTH - 1)}…`.toWellFormed();
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notClerkEvent(what: string): ParsedClerkEvent {
  return {
    kind: 'not_clerk_event',
    reason: `The body is signed JSON but no Clerk event: ${what}.`,
  };
}
