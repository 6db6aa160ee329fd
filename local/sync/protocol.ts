/** The messages of Convex's sync protocol, version 1.x, as JSON text on a WebSocket. */
import type { JSONValue } from 'convex/values';
import { quote } from '../engine/values/quote.ts';

export type ClientMessage =
  | { type: 'Connect'; sessionId: string; maxObservedTimestamp?: string }
  | ({ type: 'Authenticate'; baseVersion: number } & (
      | { tokenType: 'Admin'; value: string; impersonating?: unknown }
      | { tokenType: 'User'; value: string }
      | { tokenType: 'None' }
    ))
  | {
      type: 'ModifyQuerySet';
      baseVersion: number;
      newVersion: number;
      modifications: QuerySetModification[];
    }
  | { type: 'Mutation'; requestId: number; udfPath: string; args: JSONValue }
  | { type: 'Action'; requestId: number; udfPath: string; args: JSONValue }
  | { type: 'Event' };

export type QuerySetModification =
  | { type: 'Add'; queryId: number; udfPath: string; args: JSONValue; journal: string | null }
  | { type: 'Remove'; queryId: number };

export interface Version {
  querySet: number;
  identity: number;
  ts: bigint;
}

/** Characters of a function's path. */
export const LONGEST_PATH = 1_000;

/** The client broke the protocol. The message says how; it is sent before the connection ends. */
export class BadMessage extends Error {}

/** @throws BadMessage naming the field that is wrong. */
export function parseClientMessage(text: string): ClientMessage {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    throw new BadMessage('A message is not JSON');
  }
  const fields = new Fields(message, 'message');
  const type = fields.string('type');
  switch (type) {
    case 'Connect':
      return {
        type,
        sessionId: fields.string('sessionId'),
        ...(fields.has('maxObservedTimestamp') && {
          maxObservedTimestamp: fields.string('maxObservedTimestamp'),
        }),
      };
    case 'Authenticate':
      return { type, baseVersion: fields.count('baseVersion'), ...credentials(fields) };
    case 'ModifyQuerySet':
      return {
        type,
        baseVersion: fields.count('baseVersion'),
        newVersion: fields.count('newVersion'),
        modifications: fields.list('modifications').map(modification),
      };
    case 'Mutation':
    case 'Action':
      return { type, requestId: fields.count('requestId'), ...call(fields) };
    case 'Event':
      return { type };
    default:
      throw new BadMessage(`The message type ${quote(type)} is unknown`);
  }
}

function credentials(fields: Fields) {
  const tokenType = fields.string('tokenType');
  switch (tokenType) {
    case 'Admin':
      return {
        tokenType,
        value: fields.string('value'),
        ...(fields.has('impersonating') && { impersonating: fields.value('impersonating') }),
      } as const;
    case 'User':
      return { tokenType, value: fields.string('value') } as const;
    case 'None':
      return { tokenType } as const;
    default:
      throw new BadMessage(`The tokenType ${quote(tokenType)} is unknown`);
  }
}

function modification(value: unknown): QuerySetModification {
  const fields = new Fields(value, 'modification');
  const type = fields.string('type');
  switch (type) {
    case 'Add':
      return {
        type,
        queryId: fields.count('queryId'),
        ...call(fields),
        journal: fields.has('journal') ? fields.string('journal') : null,
      };
    case 'Remove':
      return { type, queryId: fields.count('queryId') };
    default:
      throw new BadMessage(`The modification type ${quote(type)} is unknown`);
  }
}

function call(fields: Fields): { udfPath: string; args: JSONValue } {
  if (fields.has('componentPath') && fields.string('componentPath') !== '') {
    throw new BadMessage('Components are not supported by the local deployment');
  }
  const args = fields.list('args');
  if (args.length > 1) throw new BadMessage('"args" has more than one element');
  const udfPath = fields.string('udfPath');
  if (udfPath.length > LONGEST_PATH) throw new BadMessage('"udfPath" is too long for a function');
  return { udfPath, args: (args[0] ?? {}) as JSONValue };
}

/** Reads the fields of an object that came from outside. A null field counts as absent. */
class Fields {
  readonly #fields: Record<string, unknown>;
  readonly #name: string;

  constructor(value: unknown, name: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new BadMessage(`A ${name} is not an object`);
    }
    this.#fields = value as Record<string, unknown>;
    this.#name = name;
  }

  value(field: string): unknown {
    return this.#fields[field];
  }

  has(field: string): boolean {
    return this.#fields[field] !== undefined && this.#fields[field] !== null;
  }

  string(field: string): string {
    const value = this.#fields[field];
    if (typeof value !== 'string') throw this.#wrong(field, 'a string');
    return value;
  }

  /** A whole number from 0 to 2^32 - 1. */
  count(field: string): number {
    const value = this.#fields[field];
    if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 0xffffffff) {
      throw this.#wrong(field, 'a whole number');
    }
    return value as number;
  }

  list(field: string): unknown[] {
    const value = this.#fields[field];
    if (!Array.isArray(value)) throw this.#wrong(field, 'an array');
    return value;
  }

  #wrong(field: string, expected: string): BadMessage {
    return new BadMessage(`"${field}" of a ${this.#name} is not ${expected}`);
  }
}

/** Timestamps travel as 8 bytes, little-endian, in base64. */
export function encodeTs(ts: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(ts);
  return bytes.toString('base64');
}

/** @throws BadMessage */
export function decodeTs(text: string): bigint {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 8) throw new BadMessage('A timestamp is not 8 bytes in base64');
  return bytes.readBigUInt64LE();
}

export function encodeVersion({ querySet, identity, ts }: Version): JSONValue {
  return { querySet, identity, ts: encodeTs(ts) };
}
