/** Pages of `.paginate()` and the cursors between them. */
import { createHash } from 'node:crypto';
import type { JSONValue } from 'convex/values';
import { ReadLimitError } from './limits.ts';
import { IndexScan, Pipeline, type SerializedQuery } from './query.ts';
import type { Row } from './store.ts';
import type { Transaction } from './transaction.ts';

export type PageRequest = {
  query: SerializedQuery;
  cursor: string | null;
  endCursor: string | null;
  pageSize: number;
  maximumRowsRead?: number | null;
  maximumBytesRead?: number | null;
};

export type Page = {
  page: JSONValue[];
  isDone: boolean;
  continueCursor: string;
  splitCursor: string | null;
  pageStatus: 'SplitRecommended' | 'SplitRequired' | null;
};

/** Above this Convex recommends to split a page: three quarters of the longest array. */
const longPage = 6144;

/**
 * One page. With an end cursor it holds everything up to there, whatever the page size: so a page
 * that is read again keeps its borders while documents come and go.
 */
export function readPage(transaction: Transaction, request: PageRequest): Page {
  const { query, pageSize } = request;
  if (pageSize === 0) throw new Error('Must request at least 1 document while paginating');
  if (request.maximumRowsRead === 0 || request.maximumBytesRead === 0) {
    throw new Error('maximumRowsRead and maximumBytesRead must be greater than 0');
  }
  const fingerprint = fingerprintOf(query);
  const start = request.cursor === null ? null : decodeCursor(request.cursor, fingerprint);
  const end = request.endCursor === null ? null : decodeCursor(request.endCursor, fingerprint);
  const maximumRows = (end === null && request.maximumRowsRead) || Infinity;
  const maximumBytes = (end === null && request.maximumBytesRead) || Infinity;

  const pipeline = new Pipeline(query.operators);
  const page: JSONValue[] = [];
  const keys: Uint8Array[] = [];
  let bytes = 0;
  let isAtEnd = start === 'end';
  let pageStatus: Page['pageStatus'] = null;
  const scan = isAtEnd ? null : new IndexScan(transaction, query.source, keyOf(start), keyOf(end));
  while (scan && (end !== null || page.length < pageSize)) {
    if (keys.length >= maximumRows || bytes >= maximumBytes) {
      pageStatus = 'SplitRequired';
      break;
    }
    const row = pipeline.isExhausted ? null : nextWithinLimits(scan, pageSize - page.length);
    if (row === null) {
      isAtEnd = true;
      break;
    }
    if (row === 'limit') {
      if (keys.length === 0) throw new ReadLimitError('A page cannot hold even one document.');
      pageStatus = 'SplitRequired';
      break;
    }
    keys.push(row.key);
    bytes += row.size;
    if (pipeline.passes(row.json)) page.push(JSON.parse(row.json) as JSONValue);
  }
  if (pageStatus === null && (transaction.usage.nearReadLimit || page.length > longPage)) {
    pageStatus = 'SplitRecommended';
  }
  const position = end ?? (isAtEnd ? 'end' : keys.at(-1)!);
  return {
    page,
    isDone: position === 'end',
    continueCursor: encodeCursor(position, fingerprint),
    splitCursor:
      keys.length > 2 ? encodeCursor(keys[Math.floor(keys.length / 2)]!, fingerprint) : null,
    pageStatus,
  };
}

function nextWithinLimits(scan: IndexScan, hint: number): Row | 'limit' | null {
  try {
    return scan.next(hint);
  } catch (error) {
    if (error instanceof ReadLimitError) return 'limit';
    throw error;
  }
}

type Position = Uint8Array | 'end';

const fingerprintBytes = 8;

/** A cursor belongs to its query: with another one it would point anywhere. */
function fingerprintOf(query: SerializedQuery): Buffer {
  return createHash('sha256').update(JSON.stringify(query)).digest().subarray(0, fingerprintBytes);
}

function encodeCursor(position: Position, fingerprint: Buffer): string {
  const key = position === 'end' ? Buffer.alloc(0) : position;
  return Buffer.concat([fingerprint, key]).toString('base64url');
}

function decodeCursor(cursor: string, fingerprint: Buffer): Position {
  const bytes = Buffer.from(cursor, 'base64url');
  if (!bytes.subarray(0, fingerprintBytes).equals(fingerprint)) {
    throw new Error(
      'InvalidCursor: Tried to run a query starting from a cursor, but it looks like this cursor ' +
        'is from a different query.',
    );
  }
  return bytes.length === fingerprintBytes ? 'end' : bytes.subarray(fingerprintBytes);
}

function keyOf(position: Position | null): Uint8Array | null {
  return position === null || position === 'end' ? null : position;
}
