import { useRef, useState } from 'react';
import type { OlderRows } from './useOlderRows.ts';

/** After so many pages without a match, the timeline reads further only on request. */
const PATIENCE = 8;

/**
 * Fetches older events while they bring rows to the list.
 *
 * @param filter starts afresh when it changes
 * @param length of the list, once it is `settled`
 */
export function usePatience(
  older: OlderRows,
  filter: string,
  length: number,
  settled: boolean,
  done: boolean,
) {
  const misses = useRef({ filter: '', length: 0, count: 0 });
  const [impatientFor, setImpatientFor] = useState<string | null>(null);

  return {
    /** True if it fetches older events only on request. */
    outOfPatience: impatientFor === filter,
    /** Fetches a page of older events unless all are loaded, or `PATIENCE` pages had no match. */
    fetchMore: () => {
      if (done || !settled || older.fetching.isRunning || older.error !== null) return;
      if (misses.current.filter !== filter || misses.current.length < length) {
        misses.current = { filter, length, count: 0 };
        setImpatientFor(null);
      }
      if (++misses.current.count > PATIENCE) setImpatientFor(filter);
      else void older.fetch();
    },
    /** Continues after `PATIENCE` pages without a match, or after a failed fetch. */
    fetchOn: () => {
      misses.current.count = 0;
      setImpatientFor(null);
      void older.fetch();
    },
  };
}
