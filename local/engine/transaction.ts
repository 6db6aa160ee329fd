/** One query's or mutation's view of the documents: what it reads, writes and has used. */
import { getConvexSize, jsonToConvex, type JSONValue, type Value } from 'convex/values';
import { parseDocument, type Document, type Table } from './documents.ts';
import { newId } from './ids.ts';
import { afterPrefix, encodeKey } from './keys.ts';
import { checkDocumentLimits, Usage, type TransactionLimits } from './limits.ts';
import { Reads, Writes } from './reads.ts';
import { checkIdentifier } from './schema.ts';
import type { Store } from './store.ts';

type Nested = { outer: Usage; savepoint: number | null };

export class Transaction {
  readonly store: Store;
  readonly reads = new Reads();
  readonly writes = new Writes();
  usage = new Usage();
  /** The snapshot: the newest commit that it sees. */
  readonly snapshotTs: bigint;
  /** Milliseconds since 1970 at its start: what `Date.now()` gives throughout. */
  readonly startedAt: number;
  isOpen = true;

  /** Documents with a commit timestamp that is not known yet. */
  private readonly unresolved = new Map<string, Table>();
  private depth = 0;

  constructor(store: Store, snapshotTs: bigint, startedAt: number) {
    this.store = store;
    this.snapshotTs = snapshotTs;
    this.startedAt = startedAt;
  }

  /** The document as JSON, or null. Being absent counts as read, too. */
  get(table: Table, id: string): string | null {
    const key = encodeKey([id]);
    this.usage.add('databaseQueries', 1);
    this.reads.add(`${table.name}.by_id`, { from: key, to: afterPrefix(key) });
    const stored = this.store.read(id);
    if (stored === null) return null;
    this.countRead(stored.size);
    return stored.json;
  }

  countRead(size: number): void {
    this.usage.add('documentsRead', 1);
    this.usage.add('bytesRead', size);
  }

  /** @returns the new document's id */
  insert(tableName: string, json: Record<string, JSONValue>): string {
    checkIdentifier('Table', tableName);
    const value = parseFields(json);
    const system = Object.keys(json).find((field) => field.startsWith('_'));
    if (system !== undefined) throw systemField(system);
    return this.insertInto(this.store.catalog.ensure(tableName), json, value);
  }

  /** Inserts into a system table: what functions themselves cannot. */
  insertSystem(table: Table, json: Record<string, JSONValue>): string {
    return this.insertInto(table, json, parseFields(json));
  }

  private insertInto(
    table: Table,
    json: Record<string, JSONValue>,
    value: Record<string, Value>,
  ): string {
    const _id = newId(table.number);
    const _creationTime = this.store.nextCreationTime(this.startedAt);
    this.put(table, null, { ...value, _id, _creationTime }, { ...json, _id, _creationTime });
    return _id;
  }

  /** Sets the given fields; `{ $undefined: null }` removes one. */
  patch(table: Table, id: string, json: Record<string, JSONValue>): void {
    const previous = this.existing(table, id, 'Update');
    checkSystemFields(previous.document, json);
    const merged: Record<string, JSONValue> = { ...previous.json };
    for (const [field, value] of Object.entries(json)) {
      const isRemoved = value !== null && typeof value === 'object' && '$undefined' in value;
      if (isRemoved) delete merged[field];
      else merged[field] = value;
    }
    this.put(table, previous.document, parseFields(merged) as Document, merged);
  }

  replace(table: Table, id: string, json: Record<string, JSONValue>): void {
    const previous = this.existing(table, id, 'Replace').document;
    checkSystemFields(previous, json);
    const { _id, _creationTime } = previous;
    const next = { ...json, _id, _creationTime };
    this.put(table, previous, parseFields(next) as Document, next);
  }

  remove(table: Table, id: string): void {
    const { document } = this.existing(table, id, 'Delete');
    this.usage.add('documentsWritten', 1);
    this.unresolved.delete(id);
    this.store.write(table, id, document, null, this.writes);
  }

  count(tableName: string): number {
    const table = this.store.catalog.table(tableName);
    this.usage.add('databaseQueries', 1);
    this.reads.add(`${tableName}.by_id`, everything);
    return table ? this.store.count(table) : 0;
  }

  /** Starts a nested call. One that may write can be undone alone. To be ended by `endNested`. */
  beginNested(mayWrite: boolean, limits?: Partial<TransactionLimits>): Nested {
    const savepoint = mayWrite ? (this.depth += 1) : null;
    if (savepoint !== null) this.store.savepoint(savepoint);
    const outer = this.usage;
    this.usage = new Usage(outer, limits);
    return { outer, savepoint };
  }

  /** Keeps or undoes what was written since. What was read stays read. */
  endNested({ outer, savepoint }: Nested, keep: boolean): void {
    if (savepoint !== null) {
      this.depth -= 1;
      if (keep) this.store.releaseSavepoint(savepoint);
      else this.store.rollbackToSavepoint(savepoint);
    }
    outer.absorb(this.usage, !keep);
    this.usage = outer;
  }

  /** Gives every unresolved commit timestamp its value. The last thing before the commit. */
  resolveCommitTs(ts: bigint): void {
    for (const [id, table] of this.unresolved) {
      const stored = this.store.read(id);
      if (stored === null || !stored.json.includes(commitTsPlaceholder)) continue;
      const json = stored.json.replaceAll(commitTsPlaceholder, () =>
        JSON.stringify(commitTsJson(ts)),
      );
      const next = { document: parseDocument(json), json, size: stored.size };
      this.store.write(table, id, parseDocument(stored.json), next, this.writes);
    }
  }

  private put(
    table: Table,
    previous: Document | null,
    document: Document,
    json: Record<string, JSONValue>,
  ): void {
    const { _id, _creationTime, ...fields } = document;
    checkDocumentLimits(fields);
    this.store.catalog.check(table.name, fields);
    const text = JSON.stringify(json);
    const size = getConvexSize(document);
    if (!table.name.startsWith('_')) {
      this.usage.add('documentsWritten', 1);
      this.usage.add('bytesWritten', size);
    }
    if (text.includes(commitTsPlaceholder)) this.unresolved.set(_id, table);
    this.store.write(table, _id, previous, { document, json: text, size }, this.writes);
  }

  private existing(table: Table, id: string, verb: string) {
    const text = this.get(table, id);
    if (text === null) throw new Error(`${verb} on nonexistent document ID ${id}`);
    const json = JSON.parse(text) as Record<string, JSONValue>;
    return { json, document: jsonToConvex(json) as Document };
  }
}

const everything = { from: Buffer.alloc(0), to: afterPrefix(Buffer.alloc(0)) };

// The wire form of `ctx.db.vars.commitTs`. No string or field can look like it: quotes inside a
// string are escaped, and field names cannot start with a dollar sign.
export const commitTsPlaceholder = '{"$commitTs":null}';

function commitTsJson(ts: bigint): JSONValue {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(ts);
  return { $integer: bytes.toString('base64') };
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
