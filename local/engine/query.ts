/** Reads documents in index order, through the filters and limits of a query. */
import type { JSONValue } from 'convex/values';
import { parseDocument, type Index } from './documents.ts';
import { matches } from './filters.ts';
import { afterPrefix } from './keys.ts';
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

const batchSize = 100;
/** The rows of one index range, read in batches. What was read grows with what was taken. */
export class IndexScan {
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
export class Pipeline {
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
