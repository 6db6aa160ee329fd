/** The transactions of a deployment, one at a time. Each commit has a later timestamp than the last. */
import type { Commit } from '../contract/contract.ts';
import { Listeners } from '../contract/listeners.ts';
import type { Mutex } from './mutex.ts';
import { Reads } from '../keys/reads.ts';
import type { Store } from '../storage/store.ts';
import { Transaction } from './transaction.ts';

export class History {
  /** Timestamp of the newest commit, in nanoseconds since 1970. */
  lastTs: bigint;
  readonly #store: Store;
  readonly #mutex: Mutex;
  readonly #listeners = new Listeners<[commit: Commit, transaction: Transaction]>();

  constructor(store: Store, mutex: Mutex) {
    this.#store = store;
    this.#mutex = mutex;
    // Without data, it starts with the current time, which no client of an earlier deployment has
    // passed.
    this.lastTs = store.lastTs || BigInt(Date.now()) * 1_000_000n;
  }

  onCommit(listener: (commit: Commit, transaction: Transaction) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Waits for its turn: nothing else reads or writes while `work` runs. */
  next<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#mutex.run(async () => {
      const transaction = new Transaction(this.#store, this.lastTs, Date.now());
      try {
        return await work(transaction);
      } finally {
        transaction.isOpen = false;
      }
    });
  }

  /** Runs the engine's own work in a transaction, and commits it unless it throws. */
  write<T>(work: (transaction: Transaction) => T): Promise<T> {
    return this.next(async (transaction) => {
      this.#store.begin();
      try {
        const result = work(transaction);
        this.commit(transaction);
        return result;
      } catch (error) {
        this.#store.rollback();
        throw error;
      }
    });
  }

  /**
   * @param alongside Writes data of the commit that is not in documents.
   * @returns the commit's timestamp, or the snapshot's when there was nothing to write.
   */
  commit(transaction: Transaction, alongside?: (ts: bigint) => void): bigint {
    const { writes } = transaction;
    if (writes.isEmpty) {
      alongside?.(this.lastTs);
      this.#store.commit();
      return this.lastTs;
    }
    const ts = transaction.commitTs.value;
    alongside?.(ts);
    this.#store.connection.setMeta('lastTs', ts.toString());
    this.#store.commit();
    this.lastTs = ts;
    const commit: Commit = { ts, invalidates: (reads) => Reads.of(reads).overlaps(writes) };
    this.#listeners.call(commit, transaction);
    return ts;
  }
}
