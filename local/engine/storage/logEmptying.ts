/**
 * Empties the log of the database soon after a commit. Deleted data, which may be personal or
 * secret, is overwritten with zeros in the database's own file, but stays in the log until the log
 * is emptied.
 */
import type { DatabaseSync } from 'node:sqlite';

const IDLE_MS = 1_000;
/** A deployment that is never idle pauses this often to empty its log. */
const AT_THE_LATEST_MS = 60_000;

export class LogEmptying {
  readonly #database: DatabaseSync;
  #timer: NodeJS.Timeout | null = null;
  #firstCommit = 0;
  #lastCommit = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  committed(): void {
    this.#lastCommit = performance.now();
    if (this.#timer !== null) return;
    this.#firstCommit = this.#lastCommit;
    this.#wait(IDLE_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => this.#check(), ms).unref();
  }

  #check(): void {
    const now = performance.now();
    const idle = now - this.#lastCommit;
    const isDue = idle >= IDLE_MS || now - this.#firstCommit >= AT_THE_LATEST_MS;
    if (!isDue) return this.#wait(IDLE_MS - idle);
    // A transaction may wait for its function.
    if (this.#database.isTransaction) return this.#wait(0);
    this.#timer = null;
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // The disk is full, or the folder is gone. The next commit reports that, or tries again.
    }
  }
}
