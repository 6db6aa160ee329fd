/** One Clerk webhook event. `type` is open: Clerk adds types, and most do not concern users. */
export interface ClerkEvent {
  type: string;
  /** The envelope's time, milliseconds since 1970. */
  occurred_at: number;
  /** Any keys, as Clerk sent them; never stored as a Convex object. */
  data: Record<string, unknown>;
}

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
  const type = textOf(envelope.type);
  if (type === undefined) return notClerkEvent('`type` is missing');
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

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notClerkEvent(what: string): ParsedClerkEvent {
  return {
    kind: 'not_clerk_event',
    reason: `The body is signed JSON but no Clerk event: ${what}.`,
  };
}
