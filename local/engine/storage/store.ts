/** Documents and their index entries in the database. */
import { Catalog } from './catalog.ts';
import type { Connection } from './connection.ts';
import { indexKey, type Document, type Index, type Table } from './documents.ts';
import {
  addEntries,
  count,
  find,
  removeEntry,
  scan,
  type Entry,
  type Row,
  type StoredDocument,
} from './entries.ts';
import type { Interval } from '../keys/intervals.ts';
import { Writes } from '../keys/reads.ts';

// A transaction's creation times may be some milliseconds later than its commit.
const CREATION_LEAD_MS = 10;

type Written = StoredDocument & { document: Document };

export class Store {
  readonly connection: Connection;
  readonly catalog: Catalog;
  #lastCreationTime: number;
  /** The writes of the open transaction. */
  readonly #done: {
    table: Table;
    id: string;
    before: Written | null;
    after: Document | null;
  }[] = [];

  constructor(connection: Connection) {
    this.connection = connection;
    this.catalog = new Catalog(connection);
    this.transact(() => this.catalog.open());
    this.#lastCreationTime = Number(this.lastTs / 1_000_000n) + CREATION_LEAD_MS;
  }

  /** Timestamp of the newest commit, in nanoseconds since 1970. Zero in a new deployment. */
  get lastTs(): bigint {
    return BigInt(this.connection.getMeta('lastTs') ?? 0);
  }

  /**
   * The greater of `now` and the smallest double after the last one, in milliseconds: creation times
   * never repeat, and never go back when the clock does.
   */
  nextCreationTime(now: number): number {
    this.#lastCreationTime = Math.max(now, this.#lastCreationTime + 2 ** -12);
    return this.#lastCreationTime;
  }

  read(table: Table, id: string): StoredDocument | null {
    return find(this.connection, table, id);
  }

  /** Replaces `previous` with `next`; null means no document. */
  write(
    table: Table,
    id: string,
    previous: Document | null,
    next: Written | null,
    writes: Writes,
  ): void {
    const stored = previous && find(this.connection, table, id)!;
    const before = stored && { ...stored, document: previous };
    this.#done.push({ table, id, before, after: next?.document ?? null });
    this.#put(table, id, before, next, writes);
  }

  /**
   * @returns a function that undoes every later write, and drops the tables that were made for
   * these.
   */
  savepoint(): () => void {
    const [length, newest] = [this.#done.length, this.catalog.highestNumber];
    return () => {
      // The whole transaction has failed.
      if (this.connection.hasFailed) return;
      for (const { table, id, before, after } of this.#done.splice(length).toReversed()) {
        const stored = after && find(this.connection, table, id)!;
        this.#put(table, id, stored && { ...stored, document: after }, before, new Writes());
      }
      this.catalog.dropNewer(newest);
    };
  }

  #put(
    table: Table,
    id: string,
    previous: (Written & { number: number }) | null,
    next: Written | null,
    writes: Writes,
  ): void {
    const number = this.#putDocument(table, id, previous?.number, next);
    const added: Entry[] = [];
    for (const index of table.indexes.values()) {
      const name = `${table.name}.${index.name}`;
      const before = previous && indexKey(index, previous.document);
      const after = next && indexKey(index, next.document);
      if (before) writes.add(name, before);
      if (after) writes.add(name, after);
      if (before && after && before.equals(after)) continue;
      if (before) removeEntry(this.connection, index, before);
      if (after) added.push({ index, key: after });
    }
    addEntries(this.connection, added, number);
  }

  /** @returns the number of the document. */
  #putDocument(table: Table, id: string, known: number | undefined, next: Written | null): number {
    const { connection } = this;
    if (known === undefined) {
      const sql = 'INSERT INTO docs (id, tbl, size, json) VALUES (?, ?, ?, ?)';
      return connection.run(sql, id, table.number, next!.size, next!.json);
    }
    if (next === null) connection.run('DELETE FROM docs WHERE number = ?', known);
    else {
      const sql = 'UPDATE docs SET size = ?, json = ? WHERE number = ?';
      connection.run(sql, next.size, next.json, known);
    }
    return known;
  }

  /** At most `limit` documents of the interval, in ascending or descending order of their keys. */
  scan(index: Index, interval: Interval, descending: boolean, limit: number): Row[] {
    return scan(this.connection, index, interval, descending, limit);
  }

  count(table: Table): number {
    return count(this.connection, table);
  }

  /** Runs `work` in a transaction of its own; rolls back when it throws. */
  transact<T>(work: () => T): T {
    this.begin();
    try {
      const result = work();
      this.commit();
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  begin(): void {
    this.#done.length = 0;
    this.connection.begin();
  }

  commit(): void {
    this.connection.commit();
  }

  rollback(): void {
    this.connection.rollback();
    this.catalog.reload();
  }

  close(): void {
    this.connection.close();
  }
}
