import { useSyncExternalStore } from 'react';
import { Store } from '../../data/connection/store.ts';

/** Whether a page of older events is being fetched. The rows do not render for it. */
export class Fetching extends Store {
  isRunning = false;

  /** Runs `fetch`, unless the one before it is still running. */
  async run(fetch: () => Promise<void>): Promise<void> {
    if (this.isRunning) return;
    this.#change(true);
    try {
      await fetch();
    } finally {
      this.#change(false);
    }
  }

  #change(isRunning: boolean): void {
    this.isRunning = isRunning;
    this.changed();
  }
}

export function useIsFetching(fetching: Fetching): boolean {
  return useSyncExternalStore(fetching.subscribe, () => fetching.isRunning);
}
