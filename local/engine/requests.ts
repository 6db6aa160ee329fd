/** The runs of mutations that clients may send again after a reconnect. */
import type { MutationRun, Result } from './contract.ts';
import type { Store } from './store.ts';

// Longer than any client waits for its connection to come back.
const keptFor = 24 * 60 * 60 * 1000;
// How many runs are added before old ones are looked for.
const cleaningInterval = 1000;

export class Requests {
  private readonly store: Store;
  private added = 0;

  constructor(store: Store) {
    this.store = store;
  }

  find(key: string): MutationRun | null {
    const row = this.store.get('SELECT ts, result FROM requests WHERE key = ?', key);
    if (!row) return null;
    const { ts, result } = row as { ts: string; result: string };
    return { ts: BigInt(ts), result: JSON.parse(result) as Result };
  }

  /** To be called in the transaction of the mutation itself, so that both are kept or neither. */
  add(key: string, { ts, result }: MutationRun): void {
    this.store.run(
      'INSERT INTO requests (key, at, ts, result) VALUES (?, ?, ?, ?)',
      key,
      Date.now(),
      ts.toString(),
      JSON.stringify(result),
    );
    if (this.added % cleaningInterval === 0) {
      this.store.run('DELETE FROM requests WHERE at < ?', Date.now() - keptFor);
    }
    this.added += 1;
  }
}
