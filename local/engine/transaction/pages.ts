/** Pages of `.paginate()` and the cursors between them. */
import { createHash } from 'node:crypto';
import type { JSONValue } from 'convex/values';
import type { Row } from '../storage/entries.ts';
import { IndexScan, Pipeline, type SerializedQuery } from './query.ts';
import type { Transaction } from './transaction.ts';
import { ReadLimitError, TRANSACTION_LIMITS } from './usage.ts';

export interface PageRequest {
  query: SerializedQuery;
  cursor: string | null;
  endCursor: string | null;
  pageSize: number;
  maximumRowsRead?: number | null;
  maximumBytesRead?: number | null;
}

export interface Page {
  page: JSONValue[];
  isDone: boolean;
  continueCursor: string;
  splitCursor: string | null;
  pageStatus: 'SplitRecommended' | 'SplitRequired' | null;
}

/**
 * Convex recommends splitting a page with more documents than this, three quarters of the longest
 * array.
 */
const LONG_PAGE = 6144;

/**
 * One page. With an end cursor it contains every document up to there, whatever the page size, so
 * that a page keeps its borders when it is read again.
 */
export function readPage(transaction: Transaction, request: PageRequest): Page {
  const { query, pageSize } = request;
  if (pageSize === 0) throw new Error('Must request at least 1 document while paginating');
  if (!Number.isInteger(pageSize)) throw new Error(`The page size ${pageSize} is not an integer`);
  if (pageSize > TRANSACTION_LIMITS.documentsRead) {
    throw new Error(`Requested too many items: ${pageSize}`);
  }
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
  if (
    pageStatus === null &&
    (isNearLimit(request, keys.length, bytes) || page.length > LONG_PAGE)
  ) {
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

/** True when a page has read over three quarters of its own limits or those of a transaction. */
function isNearLimit(request: PageRequest, rowsRead: number, bytesRead: number): boolean {
  const { documentsRead, bytesRead: mostBytes } = TRANSACTION_LIMITS;
  const rows = Math.min(request.maximumRowsRead ?? Infinity, documentsRead);
  const bytes = Math.min(request.maximumBytesRead ?? Infinity, mostBytes);
  return rowsRead > Math.floor(rows * 0.75) || bytesRead > Math.floor(bytes * 0.75);
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

const FINGERPRINT_BYTES = 8;

/** Identifies a cursor's query: with another query, the cursor would point anywhere. */
function fingerprintOf(query: SerializedQuery): Buffer {
  return createHash('sha256').update(JSON.stringify(query)).digest().subarray(0, FINGERPRINT_BYTES);
}

function encodeCursor(position: Position, fingerprint: Buffer): string {
  const key = position === 'end' ? Buffer.alloc(0) : position;
  return Buffer.concat([fingerprint, key]).toString('base64url');
}

function decodeCursor(cursor: string, fingerprint: Buffer): Position {
  const bytes = Buffer.from(cursor, 'base64url');
  if (!bytes.subarray(0, FINGERPRINT_BYTES).equals(fingerprint)) {
    throw new Error(
      'InvalidCursor: Tried to run a query starting from a cursor, but it looks like this cursor ' +
        'is from a different query.',
    );
  }
  return bytes.length === FINGERPRINT_BYTES ? 'end' : bytes.subarray(FINGERPRINT_BYTES);
}

function keyOf(position: Position | null): Uint8Array | null {
  return position === null || position === 'end' ? null : position;
}
