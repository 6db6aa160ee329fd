/** Reads documents in index order, through the filters and limits of a query. */
import type { JSONValue } from 'convex/values';
import { parseDocument, type Index } from '../storage/documents.ts';
import { matches } from './filters.ts';
import { afterPrefix } from '../keys/keys.ts';
import { compileRange, type RangeExpression } from '../keys/ranges.ts';
import type { Row } from '../storage/entries.ts';
import { greater, lesser, type Interval } from '../keys/intervals.ts';
import type { Transaction } from './transaction.ts';

/** The query as `convex/server` serialises it. */
export interface SerializedQuery {
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
}

const BATCH_SIZE = 100;

/** The rows of one index range, read in batches. Only rows that were taken count as read. */
export class IndexScan {
  readonly descending: boolean;
  readonly #transaction: Transaction;
  readonly #tableName: string;
  /** `table.index` */
  readonly #indexName: string;
  readonly #index: Index | null;
  /** The whole range, between the cursors. */
  readonly #range: Interval;
  #unread: Interval;
  #batch: Row[] = [];
  #position = 0;

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
    const range = isRange ? transaction.commitTs.resolvedRange(source.range) : [];
    const { from, to } = compileRange(name, index.fields, range);

    this.#transaction = transaction;
    this.#tableName = tableName;
    this.#indexName = name;
    this.#index = table ? index : null;
    this.descending = source.order === 'desc';
    // A cursor is the key of a row: the page begins after that row and ends with it.
    this.#range = this.descending
      ? { from: upTo ? greater(from, upTo) : from, to: after ? lesser(to, after) : to }
      : {
          from: after ? greater(from, afterPrefix(after)) : from,
          to: upTo ? lesser(to, afterPrefix(upTo)) : to,
        };
    this.#unread = { ...this.#range };
  }

  /** The next row, or null at the end. `hint`: how many more may be wanted. */
  next(hint: number): Row | null {
    if (this.#position === this.#batch.length && !this.#fetch(hint)) {
      this.#addRead(this.#range);
      return null;
    }
    const row = this.#batch[this.#position]!;
    this.#position += 1;
    this.#addRead(
      this.descending
        ? { from: row.key, to: this.#range.to }
        : { from: this.#range.from, to: afterPrefix(row.key) },
    );
    this.#transaction.countRead(this.#tableName, row.size);
    return { ...row, json: this.#transaction.commitTs.seen(row.id, row.json) };
  }

  #addRead(interval: Interval): void {
    this.#transaction.addRead(this.#indexName, interval);
  }

  #fetch(hint: number): boolean {
    const limit = Math.min(Math.max(hint, 1), BATCH_SIZE);
    this.#batch = this.#index
      ? this.#transaction.store.scan(this.#index, this.#unread, this.descending, limit)
      : [];
    this.#position = 0;
    const last = this.#batch.at(-1);
    if (last === undefined) return false;
    if (this.descending) this.#unread.to = last.key;
    else this.#unread.from = afterPrefix(last.key);
    return true;
  }
}

/** A running `for await (const document of query)`. */
export class QueryStream {
  readonly #scan: IndexScan;
  readonly #pipeline: Pipeline;

  constructor(transaction: Transaction, query: SerializedQuery) {
    this.#scan = new IndexScan(transaction, query.source);
    this.#pipeline = new Pipeline(query.operators);
  }

  /** The next document as JSON, or null at the end. */
  next(): string | null {
    while (!this.#pipeline.isExhausted) {
      const row = this.#scan.next(this.#pipeline.hint);
      if (row === null) return null;
      if (this.#pipeline.passes(row.json)) return row.json;
    }
    return null;
  }
}

/** Filters and limits, applied in the order in which they were chained. */
export class Pipeline {
  readonly #steps: ({ filter: JSONValue } | { left: number })[];

  constructor(operators: SerializedQuery['operators']) {
    this.#steps = operators.map((operator) =>
      'limit' in operator ? { left: operator.limit } : operator,
    );
  }

  get isExhausted(): boolean {
    return this.#steps.some((step) => 'left' in step && step.left <= 0);
  }

  get hint(): number {
    const [first] = this.#steps;
    return first && 'left' in first ? first.left : BATCH_SIZE;
  }

  passes(json: string): boolean {
    if (this.#steps.length === 0) return true;
    let document;
    for (const step of this.#steps) {
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

/** The built-in indexes of a table that does not exist yet. */
function builtIn(name: string): Index | null {
  if (name === 'by_id') return { id: 0, name, fields: ['_id'] };
  if (name === 'by_creation_time') return { id: 0, name, fields: ['_creationTime', '_id'] };
  return null;
}
