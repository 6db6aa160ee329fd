/** SQL statements and transactions on the database. One transaction at a time. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { explained, openDatabase } from './database.ts';
import { DataFile } from './dataFile.ts';
import { LogEmptying } from './logEmptying.ts';

export class Connection {
  readonly #data: string;
  readonly #database: DatabaseSync;
  readonly #file: DataFile | null;
  readonly #log: LogEmptying | null;
  readonly #statements = new Map<string, StatementSync>();
  /** The first error of the open transaction. */
  #failure: Error | null = null;

  /** @param data A folder, or `:memory:`. @throws DataFolderError */
  constructor(data: string) {
    this.#data = data;
    this.#database = openDatabase(data);
    const isFile = data !== ':memory:';
    this.#file = isFile ? new DataFile(data) : null;
    this.#log = isFile ? new LogEmptying(this.#database) : null;
  }

  /**
   * A write of the open transaction failed, as on a full disk, so the transaction cannot be
   * committed.
   */
  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  /**
   * @returns the number of the row that was inserted last.
   * @throws DataFolderError, even if it was an earlier write of the transaction that failed.
   */
  run(sql: string, ...values: SQLInputValue[]): number {
    // SQLite may have ended the transaction. A later write would then be committed on its own.
    if (this.#failure) throw this.#failure;
    try {
      const { lastInsertRowid } = explained(this.#data, () => this.#prepare(sql).run(...values));
      return Number(lastInsertRowid);
    } catch (error) {
      this.#failure ??= error as Error;
      throw error;
    }
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return explained(this.#data, () => this.#prepare(sql).get(...values)) as Row | undefined;
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return explained(this.#data, () => this.#prepare(sql).all(...values)) as Row[];
  }

  iterate<Row>(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return this.#prepare(sql).iterate(...values) as Iterable<Row>;
  }

  getMeta(key: string): string | null {
    return this.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value ?? null;
  }

  setMeta(key: string, value: string): void {
    this.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', key, value);
  }

  begin(): void {
    this.#failure = null;
    this.run('BEGIN IMMEDIATE');
  }

  /** @throws DataFolderError when the data folder is gone, or the disk is full. */
  commit(): void {
    this.#file?.checkPresent();
    this.run('COMMIT');
    this.#log?.committed();
  }

  rollback(): void {
    this.#failure = null;
    // SQLite ends the transaction itself when the disk is full.
    if (this.#database.isTransaction) this.run('ROLLBACK');
  }

  close(): void {
    this.#log?.stop();
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
