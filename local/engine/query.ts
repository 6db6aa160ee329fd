/** Reads documents in index order: streams of `.collect()` and pages of `.paginate()`. */
import { createHash } from 'node:crypto';
import type { JSONValue } from 'convex/values';
import { parseDocument, type Index } from './documents.ts';
import { matches } from './filters.ts';
import { afterPrefix } from './keys.ts';
import { ReadLimitError } from './limits.ts';
import { compileRange, type RangeExpression } from './ranges.ts';
import type { Interval } from './reads.ts';
import type { Row } from './store.ts';
import type { Transaction } from './transaction.ts';

/** The query as `convex/server` serialises it. */
export type SerializedQuery = {
  source:
    | { type: 'FullTableScan'; tableName: string; order: 'asc' | 'desc' | null }
    | {
        type: 'IndexRange';
        indexName: string;
        range: RangeExpression[];
        order: 'asc' | 'desc' | null;
      }
    | { type: 'Search' };
  operators: ({ filter: JSONValue } | { limit: number })[];
};

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

const batchSize = 100;
/** Above this Convex recommends to split a page: three quarters of the longest array. */
const longPage = 6144;

/** The rows of one index range, read in batches. What was read grows with what was taken. */
class IndexScan {
  readonly descending: boolean;
  private readonly transaction: Transaction;
  private readonly index: Index | null;
  private rest: Interval;
  private readonly read: Interval;
  private batch: Row[] = [];
  private position = 0;

  constructor(
    transaction: Transaction,
    source: SerializedQuery['source'],
    after: Uint8Array | null = null,
    upTo: Uint8Array | null = null,
  ) {
    if (source.type === 'Search') {
      throw new Error('Search indexes are not supported by the local deployment.');
    }
    const isRange = source.type === 'IndexRange';
    const [tableName, indexName] = isRange
      ? (source.indexName.split('.') as [string, string])
      : [source.tableName, 'by_creation_time'];
    const table = transaction.store.catalog.table(tableName);
    const index = table?.indexes.get(indexName) ?? builtIn(indexName);
    if (!index) throw new Error(`Index ${tableName}.${indexName} not found.`);
    const name = `${tableName}.${indexName}`;
    const { from, to } = compileRange(name, index.fields, isRange ? source.range : []);

    this.transaction = transaction;
    this.index = table ? index : null;
    this.descending = source.order === 'desc';
    // A cursor stands on a row: the page begins after it and ends with it.
    this.rest = this.descending
      ? { from: later(from, upTo), to: earlier(to, after) }
      : {
          from: later(from, after && afterPrefix(after)),
          to: earlier(to, upTo && afterPrefix(upTo)),
        };
    this.read = this.descending
      ? { from: this.rest.to, to: this.rest.to }
      : { from: this.rest.from, to: this.rest.from };
    transaction.usage.add('databaseQueries', 1);
    transaction.reads.add(name, this.read);
  }

  /** The next row, or null at the end. `hint`: how many more may be wanted. */
  next(hint: number): Row | null {
    if (this.position === this.batch.length && !this.fetch(hint)) return null;
    const row = this.batch[this.position]!;
    this.position += 1;
    if (this.descending) this.read.from = row.key;
    else this.read.to = afterPrefix(row.key);
    this.transaction.countRead(row.size);
    return row;
  }

  private fetch(hint: number): boolean {
    const limit = Math.min(Math.max(hint, 1), batchSize);
    this.batch = this.index
      ? this.transaction.store.scan(this.index, this.rest, this.descending, limit)
      : [];
    this.position = 0;
    const last = this.batch.at(-1);
    if (last === undefined) {
      if (this.descending) this.read.from = this.rest.from;
      else this.read.to = this.rest.to;
      return false;
    }
    if (this.descending) this.rest.to = last.key;
    else this.rest.from = afterPrefix(last.key);
    return true;
  }
}

/** A running `for await (const document of query)`. */
export class QueryStream {
  private readonly scan: IndexScan;
  private readonly pipeline: Pipeline;

  constructor(transaction: Transaction, query: SerializedQuery) {
    this.scan = new IndexScan(transaction, query.source);
    this.pipeline = new Pipeline(query.operators);
  }

  /** The next document as JSON, or null at the end. */
  next(): string | null {
    while (!this.pipeline.isExhausted) {
      const row = this.scan.next(this.pipeline.hint);
      if (row === null) return null;
      if (this.pipeline.passes(row.json)) return row.json;
    }
    return null;
  }
}

/** Filters and limits, applied in the order in which they were chained. */
class Pipeline {
  private readonly steps: ({ filter: JSONValue } | { left: number })[];

  constructor(operators: SerializedQuery['operators']) {
    this.steps = operators.map((operator) =>
      'limit' in operator ? { left: operator.limit } : operator,
    );
  }

  get isExhausted(): boolean {
    return this.steps.some((step) => 'left' in step && step.left <= 0);
  }

  get hint(): number {
    const [first] = this.steps;
    return first && 'left' in first ? first.left : batchSize;
  }

  passes(json: string): boolean {
    if (this.steps.length === 0) return true;
    let document;
    for (const step of this.steps) {
      if ('left' in step) {
        if (step.left <= 0) return false;
        step.left -= 1;
      } else {
        document ??= parseDocument(json);
        if (!matches(step.filter, document)) return false;
      }
    }
    return true;
  }
}

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

/** The indexes of a table that nothing was written to yet. */
function builtIn(name: string): Index | null {
  if (name === 'by_id') return { id: 0, name, fields: ['_id'] };
  if (name === 'by_creation_time') return { id: 0, name, fields: ['_creationTime', '_id'] };
  return null;
}

function later(a: Uint8Array, b: Uint8Array | null): Uint8Array {
  return b !== null && Buffer.compare(b, a) > 0 ? b : a;
}

function earlier(a: Uint8Array, b: Uint8Array | null): Uint8Array {
  return b !== null && Buffer.compare(b, a) < 0 ? b : a;
}
