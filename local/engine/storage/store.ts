/** Documents and their index entries: those of the database, and those that the open transaction wrote. */
import { Catalog } from './catalog.ts';
import type { Connection } from './connection.ts';
import type { Index, Table } from './documents.ts';
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
import { afterPrefix } from '../keys/keys.ts';
import type { Interval } from '../keys/intervals.ts';
import type { Writes } from '../keys/reads.ts';
import { Pending, versionOf, type Change, type ReadDocument } from './pending.ts';

// A transaction's creation times may be some milliseconds later than its commit.
const CREATION_LEAD_MS = 10;

export class Store {
  readonly connection: Connection;
  readonly catalog: Catalog;
  #lastCreationTime: number;
  readonly #pending = new Pending();
  /** What was pending before each write of the open transaction. */
  readonly #before: { id: string; change: Change | undefined }[] = [];

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

  read(table: Table, id: string): (StoredDocument & { number?: number }) | null {
    const change = this.#pending.get(id);
    return change ? change.now : find(this.connection, table, id);
  }

  /** Replaces `read`, which was read in this transaction, with `next`; null means no document. */
  write(
    table: Table,
    id: string,
    read: ReadDocument | null,
    next: ReadDocument | null,
    writes: Writes,
  ): void {
    const change = this.#pending.get(id);
    this.#before.push({ id, change });
    const previous = change ? change.now : read && versionOf(table, read);
    const now = next && versionOf(table, next);
    this.#pending.set({ table, id, stored: change ? change.stored : previous, now });
    for (const [i, index] of [...table.indexes.values()].entries()) {
      const name = `${table.name}.${index.name}`;
      if (previous) writes.add(name, previous.keys[i]!);
      if (now) writes.add(name, now.keys[i]!);
    }
  }

  /**
   * @returns a function that undoes every later write, and drops the tables that were made for
   * these.
   */
  savepoint(): () => void {
    const [length, newest] = [this.#before.length, this.catalog.highestNumber];
    return () => {
      // The whole transaction has failed.
      if (this.connection.hasFailed) return;
      for (const { id, change } of this.#before.splice(length).toReversed()) {
        if (change) this.#pending.set(change);
        else this.#pending.delete(id);
      }
      this.catalog.dropNewer(newest);
    };
  }

  /** At most `limit` documents of the interval, in ascending or descending order of their keys. */
  scan(index: Index, interval: Interval, descending: boolean, limit: number): Row[] {
    const pending = this.#pending.scan(index, interval, descending, limit);
    const rows = this.#unchanged(index, interval, descending, limit);
    if (pending.length > 0) {
      const order = descending ? -1 : 1;
      rows.push(...pending);
      rows.sort((a, b) => order * Buffer.compare(a.key, b.key));
    }
    return rows.slice(0, limit);
  }

  count(table: Table): number {
    let documents = count(this.connection, table);
    for (const change of this.#pending.all()) {
      if (change.table === table) documents += Number(!!change.now) - Number(!!change.stored);
    }
    return documents;
  }

  /** The rows of the database that are not pending. */
  #unchanged(index: Index, interval: Interval, descending: boolean, limit: number): Row[] {
    const unread = { ...interval };
    const rows: Row[] = [];
    for (;;) {
      const batch = scan(this.connection, index, unread, descending, limit);
      for (const row of batch) if (!this.#pending.get(row.id)) rows.push(row);
      if (batch.length < limit || rows.length >= limit) return rows;
      const { key } = batch.at(-1)!;
      if (descending) unread.to = key;
      else unread.from = afterPrefix(key);
    }
  }

  #writePending(): void {
    for (const { table, stored, now } of this.#pending.all()) {
      if (stored === null && now === null) continue;
      const number = this.#putDocument(table, stored?.number, now);
      const added: Entry[] = [];
      for (const [i, index] of [...table.indexes.values()].entries()) {
        const [before, after] = [stored?.keys[i], now?.keys[i]];
        if (before && after && before.equals(after)) continue;
        if (before) removeEntry(this.connection, index, before);
        if (after) added.push({ index, key: after });
      }
      addEntries(this.connection, added, number);
    }
    this.#pending.clear();
  }

  /** @returns the number of the document. */
  #putDocument(table: Table, known: number | undefined, next: Change['now']): number {
    const { connection } = this;
    if (known === undefined) {
      const sql = 'INSERT INTO docs (id, tbl, size, json) VALUES (?, ?, ?, ?)';
      return connection.run(sql, next!.document._id, table.number, next!.size, next!.json);
    }
    if (next === null) connection.run('DELETE FROM docs WHERE number = ?', known);
    else {
      const sql = 'UPDATE docs SET size = ?, json = ? WHERE number = ?';
      connection.run(sql, next.size, next.json, known);
    }
    return known;
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
    this.#before.length = 0;
    this.connection.begin();
  }

  commit(): void {
    this.#writePending();
    this.connection.commit();
  }

  rollback(): void {
    this.#pending.clear();
    this.connection.rollback();
    this.catalog.reload();
  }

  close(): void {
    this.connection.close();
  }
}
