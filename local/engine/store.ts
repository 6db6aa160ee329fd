/** Documents and index entries in SQLite. One transaction at a time; savepoints nest within it. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { Catalog } from './catalog.ts';
import { explained, openDatabase } from './database.ts';
import { indexKey, parseDocument, type Document, type Index, type Table } from './documents.ts';
import type { Interval, Writes } from './reads.ts';

export type StoredDocument = { json: string; size: number };
export type Row = StoredDocument & { key: Uint8Array };

export class Store {
  readonly catalog: Catalog;
  private readonly data: string;
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private lastCreationTime = 0;
  /** What went wrong in the transaction that is open. */
  private failure: Error | null = null;

  /** @param data A folder, or `:memory:`. @throws DataFolderError */
  constructor(data: string) {
    this.data = data;
    this.database = openDatabase(data);
    this.catalog = new Catalog(this);
    this.catalog.open();
    // A transaction's creation times may run ahead of its commit by some milliseconds.
    this.lastCreationTime = Number(this.lastTs / 1_000_000n) + 10;
  }

  /** Timestamp of the newest commit, in nanoseconds since 1970. Zero in a new deployment. */
  get lastTs(): bigint {
    return BigInt(this.getMeta('lastTs') ?? 0);
  }

  /**
   * The greater of `now` and the smallest double after the last one, in milliseconds: creation times
   * never repeat, and never go back where the clock does.
   */
  nextCreationTime(now: number): number {
    this.lastCreationTime = Math.max(now, this.lastCreationTime + 2 ** -12);
    return this.lastCreationTime;
  }

  read(id: string): StoredDocument | null {
    return (this.get('SELECT json, size FROM docs WHERE id = ?', id) as StoredDocument) ?? null;
  }

  /** Writes `next` in place of `previous`; null means that there is none. */
  write(
    table: Table,
    id: string,
    previous: Document | null,
    next: (StoredDocument & { document: Document }) | null,
    writes: Writes,
  ): void {
    if (next === null) this.run('DELETE FROM docs WHERE id = ?', id);
    else {
      this.run(
        'INSERT OR REPLACE INTO docs (id, tbl, size, json) VALUES (?, ?, ?, ?)',
        id,
        table.number,
        next.size,
        next.json,
      );
    }
    for (const index of table.indexes.values()) {
      const name = `${table.name}.${index.name}`;
      const before = previous && indexKey(index, previous);
      const after = next && indexKey(index, next.document);
      if (before) writes.add(name, before);
      if (after) writes.add(name, after);
      if (before && after && before.equals(after)) continue;
      if (before) this.run('DELETE FROM idx WHERE ix = ? AND key = ?', index.id, before);
      if (after) this.addEntry(index, after, id);
    }
  }

  addEntry(index: Index, key: Uint8Array, id: string): void {
    this.run('INSERT INTO idx (ix, key, id) VALUES (?, ?, ?)', index.id, key, id);
  }

  /** Documents of the interval in key order, or against it. At most `limit`. */
  scan(index: Index, { from, to }: Interval, descending: boolean, limit: number): Row[] {
    return this.all(
      `SELECT idx.key, docs.json, docs.size FROM idx JOIN docs ON docs.id = idx.id
       WHERE idx.ix = ? AND idx.key >= ? AND idx.key < ?
       ORDER BY idx.key ${descending ? 'DESC' : 'ASC'} LIMIT ?`,
      index.id,
      from,
      to,
      limit,
    ) as Row[];
  }

  count(table: Table): number {
    const byId = table.indexes.get('by_id')!;
    const row = this.get('SELECT count(*) AS documents FROM idx WHERE ix = ?', byId.id);
    return Number(row?.['documents']);
  }

  *documentsOf(table: Table): Generator<Document> {
    const byId = table.indexes.get('by_id')!;
    const statement = this.prepare(
      'SELECT docs.json FROM idx JOIN docs ON docs.id = idx.id WHERE idx.ix = ?',
    );
    for (const row of statement.iterate(byId.id)) yield parseDocument(row['json'] as string);
  }

  getMeta(key: string): string | null {
    return (this.get('SELECT value FROM meta WHERE key = ?', key)?.['value'] as string) ?? null;
  }

  setMeta(key: string, value: string): void {
    this.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', key, value);
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
    this.failure = null;
    this.run('BEGIN IMMEDIATE');
  }

  commit(): void {
    this.run('COMMIT');
  }

  rollback(): void {
    this.failure = null;
    // SQLite has ended the transaction by itself when the disk was full.
    if (this.database.isTransaction) this.run('ROLLBACK');
    this.catalog.reload();
  }

  savepoint(depth: number): void {
    this.run(`SAVEPOINT nested${depth}`);
  }

  releaseSavepoint(depth: number): void {
    this.run(`RELEASE nested${depth}`);
  }

  rollbackToSavepoint(depth: number): void {
    if (this.failure || !this.database.isTransaction) return;
    this.run(`ROLLBACK TO nested${depth}`);
    this.run(`RELEASE nested${depth}`);
    this.catalog.reload();
  }

  close(): void {
    this.database.close();
  }

  /** @throws DataFolderError also when an earlier write of the transaction failed. */
  run(sql: string, ...values: SQLInputValue[]): void {
    // SQLite may have ended the transaction: what comes now would be kept by itself.
    if (this.failure) throw this.failure;
    try {
      explained(this.data, () => this.prepare(sql).run(...values));
    } catch (error) {
      this.failure ??= error as Error;
      throw error;
    }
  }

  get(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined {
    return explained(this.data, () => this.prepare(sql).get(...values));
  }

  all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return explained(this.data, () => this.prepare(sql).all(...values));
  }

  private prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}
