/**
 * The documents that the open transaction has written, in memory until its commit. A row that is
 * written and deleted within a transaction never reaches the database, and undoing a nested call needs
 * no statement.
 */
import { indexKey, type Document, type Index, type Table } from './documents.ts';
import type { Row, StoredDocument } from './entries.ts';
import { search, type Interval } from '../keys/intervals.ts';

/** A document as it is read. It has a number in the database, unless the transaction wrote it. */
export type ReadDocument = StoredDocument & { document: Document; number?: number };

export interface Version extends ReadDocument {
  /** In the order of the table's indexes. */
  keys: Buffer[];
}

export interface Change {
  table: Table;
  id: string;
  /** Before the transaction; null for a new document. */
  stored: Version | null;
  /** At this moment; null for a deleted document. */
  now: Version | null;
}

export function versionOf(table: Table, read: ReadDocument): Version {
  const keys = [...table.indexes.values()].map((index) => indexKey(index, read.document));
  return { ...read, keys };
}

export class Pending {
  readonly #changes = new Map<string, Change>();
  /** The rows of the current versions, by the id of their index and in the order of their keys. */
  readonly #rows = new Map<number, Row[]>();

  get(id: string): Change | undefined {
    return this.#changes.get(id);
  }

  /** In the order of the first writes. */
  all(): Iterable<Change> {
    return this.#changes.values();
  }

  set(change: Change): void {
    const { table, id, now } = change;
    this.#removeRows(this.#changes.get(id));
    this.#changes.set(id, change);
    if (now === null) return;
    for (const [i, index] of [...table.indexes.values()].entries()) {
      const key = now.keys[i]!;
      const rows = this.#rowsOf(index);
      rows.splice(firstAt(rows, key), 0, { id, key, json: now.json, size: now.size });
    }
  }

  /** Forgets a change, as if the document had never been written. */
  delete(id: string): void {
    this.#removeRows(this.#changes.get(id));
    this.#changes.delete(id);
  }

  clear(): void {
    this.#changes.clear();
    this.#rows.clear();
  }

  /** At most `limit` rows of the interval, in ascending or descending order of their keys. */
  scan(index: Index, { from, to }: Interval, descending: boolean, limit: number): Row[] {
    const rows = this.#rows.get(index.id);
    if (rows === undefined) return [];
    const [first, end] = [firstAt(rows, from), firstAt(rows, to)];
    return descending
      ? rows.slice(Math.max(first, end - limit), Math.max(first, end)).toReversed()
      : rows.slice(first, Math.min(end, first + limit));
  }

  #removeRows(change: Change | undefined): void {
    if (!change?.now) return;
    for (const [i, index] of [...change.table.indexes.values()].entries()) {
      const rows = this.#rowsOf(index);
      rows.splice(firstAt(rows, change.now.keys[i]!), 1);
    }
  }

  #rowsOf(index: Index): Row[] {
    let rows = this.#rows.get(index.id);
    if (rows === undefined) this.#rows.set(index.id, (rows = []));
    return rows;
  }
}

/** The position of the first row whose key is not less. */
function firstAt(rows: readonly Row[], key: Uint8Array): number {
  return search(rows.length, (i) => Buffer.compare(rows[i]!.key, key) >= 0);
}
