/** A transaction: the documents that a query or mutation reads and writes, and its use of limits. */
import { getConvexSize, jsonToConvex, type JSONValue, type Value } from 'convex/values';
import { CommitTs } from './commitTs.ts';
import { parseDocument, type Document, type Table } from '../storage/documents.ts';
import { newId } from '../values/ids.ts';
import { afterPrefix, encodeKey } from '../keys/keys.ts';
import type { Interval } from '../keys/intervals.ts';
import { Reads, Writes } from '../keys/reads.ts';
import { checkIdentifier } from '../values/schema.ts';
import type { ReadDocument } from '../storage/pending.ts';
import type { Store } from '../storage/store.ts';
import { Usage, type TransactionLimits } from './usage.ts';
import { checkDocumentLimits, checkShape } from '../values/valueLimits.ts';

interface Nested {
  outer: Usage;
  /** Undoes the writes of the call; null for a query. */
  undo: (() => void) | null;
}

export class Transaction {
  readonly store: Store;
  readonly writes = new Writes();
  reads = new Reads();
  usage = new Usage();
  /** The snapshot: the newest commit that it sees. */
  readonly snapshotTs: bigint;
  /** When it started, in milliseconds since 1970: `Date.now()` in queries and mutations. */
  readonly startedAt: number;
  readonly commitTs: CommitTs;
  isOpen = true;

  constructor(store: Store, snapshotTs: bigint, startedAt: number) {
    this.store = store;
    this.snapshotTs = snapshotTs;
    this.startedAt = startedAt;
    const now = BigInt(Math.floor(startedAt)) * 1_000_000n;
    this.commitTs = new CommitTs(now > snapshotTs ? now : snapshotTs + 1n);
  }

  /** Forgets the reads and the usage of the engine itself, before the function begins. */
  beginFunction(): void {
    this.reads = new Reads();
    this.usage = new Usage();
  }

  /** The document as JSON, or null. A missing document also counts as read. */
  get(table: Table, id: string): string | null {
    const stored = this.#read(table, id);
    return stored && this.commitTs.seen(id, stored.json);
  }

  /** @param index `table.index` @throws ReadLimitError */
  addRead(index: string, interval: Interval): void {
    this.reads.add(index, interval);
    this.usage.set('databaseQueries', this.reads.size);
  }

  /** Counts a document that was read. As in Convex, those of system tables are free. */
  countRead(table: string, size: number): void {
    if (isSystem(table)) return;
    this.usage.add('documentsRead', 1);
    this.usage.add('bytesRead', size);
  }

  /** @returns the new document's id */
  insert(tableName: string, json: Record<string, JSONValue>): string {
    checkIdentifier('Table', tableName);
    checkShape(json);
    const value = parseFields(json);
    const system = Object.keys(json).find((field) => field.startsWith('_'));
    if (system !== undefined) throw systemField(system);
    return this.#insertInto(this.store.catalog.ensure(tableName), json, value);
  }

  /** Inserts into a system table, which functions cannot do. */
  insertSystem(table: Table, json: Record<string, JSONValue>): string {
    return this.#insertInto(table, json, parseFields(json));
  }

  /** Sets the given fields; `{ $undefined: null }` removes one. */
  patch(table: Table, id: string, json: Record<string, JSONValue>): void {
    if (!isSystem(table.name)) checkShape(json);
    const previous = this.#existing(table, id, 'Update');
    checkSystemFields(previous.document, json);
    const merged = JSON.parse(this.commitTs.seen(id, previous.json)) as Record<string, JSONValue>;
    for (const [field, value] of Object.entries(json)) {
      const isRemoved = value !== null && typeof value === 'object' && '$undefined' in value;
      if (isRemoved) delete merged[field];
      else merged[field] = value;
    }
    this.#put(table, previous, parseFields(merged) as Document, merged);
  }

  replace(table: Table, id: string, json: Record<string, JSONValue>): void {
    checkShape(json);
    const previous = this.#existing(table, id, 'Replace');
    checkSystemFields(previous.document, json);
    const { _id, _creationTime } = previous.document;
    const next = { ...json, _id, _creationTime };
    this.#put(table, previous, parseFields(next) as Document, next);
  }

  remove(table: Table, id: string): void {
    const previous = this.#existing(table, id, 'Delete');
    if (!isSystem(table.name)) this.usage.add('documentsWritten', 1);
    this.store.write(table, id, previous, null, this.writes);
  }

  count(tableName: string): number {
    const table = this.store.catalog.table(tableName);
    this.addRead(`${tableName}.by_id`, EVERYTHING);
    return table ? this.store.count(table) : 0;
  }

  /** Starts a nested call, which `endNested` ends. A mutation's writes can be undone separately. */
  beginNested(mayWrite: boolean, limits?: Partial<TransactionLimits>): Nested {
    const outer = this.usage;
    const undo = mayWrite ? this.#savepoint() : null;
    this.usage = new Usage(outer, limits);
    return { outer, undo };
  }

  /** Keeps or undoes the writes of the nested call. Its reads count either way. */
  endNested({ outer, undo }: Nested, keep: boolean): void {
    if (!keep) undo?.();
    outer.absorb(this.usage, !keep);
    this.usage = outer;
  }

  #savepoint(): () => void {
    const undos = [this.store.savepoint(), this.commitTs.savepoint()];
    return () => {
      for (const undo of undos) undo();
    };
  }

  #insertInto(table: Table, json: Record<string, JSONValue>, value: Record<string, Value>): string {
    const _id = newId(table.number);
    const _creationTime = this.store.nextCreationTime(this.startedAt);
    this.#put(table, null, { ...value, _id, _creationTime }, { ...json, _id, _creationTime });
    return _id;
  }

  #put(
    table: Table,
    previous: ReadDocument | null,
    document: Document,
    json: Record<string, JSONValue>,
  ): void {
    const { _id, _creationTime, ...fields } = document;
    const text = JSON.stringify(json);
    const size = getConvexSize(document);
    if (!isSystem(table.name)) {
      checkDocumentLimits(fields, size);
      this.store.catalog.check(table.name, fields);
      this.usage.add('documentsWritten', 1);
      this.usage.add('bytesWritten', size);
    }
    const stored = this.commitTs.written(_id, text);
    const resolved = stored === text ? document : parseDocument(stored);
    const next = { document: resolved, json: stored, size };
    this.store.write(table, _id, previous, next, this.writes);
  }

  #existing(table: Table, id: string, verb: string): ReadDocument {
    const stored = this.#read(table, id);
    if (stored === null) throw new Error(`${verb} on nonexistent document ID ${id}`);
    return { ...stored, document: parseDocument(stored.json) };
  }

  #read(table: Table, id: string) {
    const key = encodeKey([id]);
    this.addRead(`${table.name}.by_id`, { from: key, to: afterPrefix(key) });
    const stored = this.store.read(table, id);
    if (stored !== null) this.countRead(table.name, stored.size);
    return stored;
  }
}

const EVERYTHING = { from: Buffer.alloc(0), to: afterPrefix(Buffer.alloc(0)) };

function isSystem(table: string): boolean {
  return table.startsWith('_');
}

function parseFields(json: Record<string, JSONValue>): Record<string, Value> {
  return jsonToConvex(json) as Record<string, Value>;
}

function checkSystemFields(document: Document, json: Record<string, JSONValue>): void {
  for (const [field, value] of Object.entries(json)) {
    if (!field.startsWith('_')) continue;
    if (field !== '_id' && field !== '_creationTime') throw systemField(field);
    if (value === document[field]) continue;
    throw new Error(
      `Provided \`${field}\` field value ${JSON.stringify(value)} does not match ` +
        `${JSON.stringify(document[field])} of the document with ID "${document._id}"`,
    );
  }
}

function systemField(field: string): Error {
  return new Error(
    `Field '${field}' starts with an underscore, which is only allowed for system fields like '_id'`,
  );
}
