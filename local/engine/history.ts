/** The transactions of a deployment: one after the other, each commit later than the one before. */
import type { Commit } from './contract.ts';
import type { Mutex } from './mutex.ts';
import { Reads } from './reads.ts';
import type { Store } from './store.ts';
import { Transaction } from './transaction.ts';

export class History {
  /** Timestamp of the newest commit, in nanoseconds since 1970. */
  lastTs: bigint;
  private readonly store: Store;
  private readonly mutex: Mutex;
  private readonly listeners = new Set<(commit: Commit, transaction: Transaction) => void>();

  constructor(store: Store, mutex: Mutex) {
    this.store = store;
    this.mutex = mutex;
    // From the clock when there is no data: a client of the deployment before has seen no newer.
    this.lastTs = store.lastTs || BigInt(Date.now()) * 1_000_000n;
  }

  onCommit(listener: (commit: Commit, transaction: Transaction) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Waits for its turn: nothing else reads or writes while `work` runs. */
  next<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.mutex.run(async () => {
      const transaction = new Transaction(this.store, this.lastTs, Date.now());
      try {
        return await work(transaction);
      } finally {
        transaction.isOpen = false;
      }
    });
  }

  /** Runs work of the engine's own in a transaction, and commits it unless it throws. */
  write<T>(work: (transaction: Transaction) => T): Promise<T> {
    return this.next(async (transaction) => {
      this.store.begin();
      try {
        const result = work(transaction);
        this.commit(transaction);
        return result;
      } catch (error) {
        this.store.rollback();
        throw error;
      }
    });
  }

  /**
   * @param alongside Writes what belongs to the commit and is no document.
   * @returns the commit's timestamp, or the snapshot's where there was nothing to write.
   */
  commit(transaction: Transaction, alongside?: (ts: bigint) => void): bigint {
    const { writes } = transaction;
    if (writes.isEmpty) {
      alongside?.(this.lastTs);
      this.store.commit();
      return this.lastTs;
    }
    const now = BigInt(Date.now()) * 1_000_000n;
    const ts = now > this.lastTs ? now : this.lastTs + 1n;
    transaction.resolveCommitTs(ts);
    alongside?.(ts);
    this.store.setMeta('lastTs', ts.toString());
    this.store.commit();
    this.lastTs = ts;
    const commit: Commit = { ts, invalidates: (reads) => Reads.of(reads).overlaps(writes) };
    for (const listener of this.listeners) listener(commit, transaction);
    return ts;
  }
}
