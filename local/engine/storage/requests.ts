/** Stores the runs of mutations, since clients send a request again after a reconnect. */
import type { Connection } from './connection.ts';
import type { MutationRun, Result } from '../contract/contract.ts';

// Longer than any client tries to reconnect.
const KEPT_FOR_MS = 24 * 60 * 60 * 1000;
// Every this many added runs, old ones are deleted.
const CLEANING_INTERVAL = 1000;

export class Requests {
  readonly #connection: Connection;
  #added = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  find(key: string): MutationRun | null {
    const sql = 'SELECT ts, result FROM requests WHERE key = ?';
    const row = this.#connection.get<{ ts: string; result: string }>(sql, key);
    return row ? { ts: BigInt(row.ts), result: JSON.parse(row.result) as Result } : null;
  }

  /** Call it in the transaction of the mutation, so that both are kept or neither. */
  add(key: string, { ts, result }: MutationRun): void {
    this.#connection.run(
      'INSERT INTO requests (key, at, ts, result) VALUES (?, ?, ?, ?)',
      key,
      Date.now(),
      ts.toString(),
      JSON.stringify(result),
    );
    if (this.#added % CLEANING_INTERVAL === 0) {
      this.#connection.run('DELETE FROM requests WHERE at < ?', Date.now() - KEPT_FOR_MS);
    }
    this.#added += 1;
  }
}
