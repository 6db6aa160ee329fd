import { useCallback, useEffect, useRef, useState } from 'react';
import { EventLog } from '../../data/feed/events.ts';
import type { FoundPage } from '../../data/imported.ts';
import { refusalMessage } from '../../data/connection/refusal.ts';

export interface PayloadSearch {
  text: string;
  read: ReadFindings;
  /**
   * The events that were loaded at the start, which are read first; null if there are no others.
   */
  loaded: LoadedEvents | null;
  /** Deliveries found so far. */
  found: EventLog;
  state: 'running' | 'stopped' | 'done';
  /** Payloads with this `seq` or a greater one have been read; null before the first page. */
  readTo: bigint | null;
  error: string | null;
}

/** The number of loaded events, and the `seq` of the oldest. */
interface LoadedEvents {
  count: number;
  oldest: bigint;
}

/**
 * Reads the page of findings before a `seq`, or the newest page, from the server or from a file.
 */
type ReadFindings = (text: string, before: bigint | null) => Promise<FoundPage>;

/** True if a search has read the payloads of the loaded events, and older ones remain. */
export function hasReadLoaded({ loaded, readTo }: PayloadSearch): boolean {
  return loaded !== null && readTo !== null && readTo <= loaded.oldest;
}

/**
 * A search through payloads, page by page from the newest, which can be stopped. It pauses after
 * the payloads of the loaded events; `goOn` continues after a stop or a failure.
 */
export function usePayloadSearch() {
  const [search, setSearch] = useState<PayloadSearch | null>(null);
  const run = useRef(0);
  useEffect(
    () => () => {
      run.current += 1;
    },
    [],
  );

  const readOn = useCallback(async (begun: PayloadSearch) => {
    const mine = ++run.current;
    const goesToTheEnd = hasReadLoaded(begun);
    let progress: PayloadSearch = { ...begun, state: 'running', error: null };
    const tell = (news: Partial<PayloadSearch>) => setSearch((progress = { ...progress, ...news }));
    tell({});
    try {
      while (progress.state === 'running') {
        const page = await begun.read(begun.text, progress.readTo);
        if (run.current !== mine) return;
        begun.found.appendOlder(page.rows, page.done);
        if (page.next === null) return tell({ state: 'done' });
        const stops = !goesToTheEnd && hasReadLoaded({ ...progress, readTo: page.next });
        tell({ readTo: page.next, state: stops ? 'stopped' : 'running' });
      }
    } catch (error) {
      if (run.current === mine) tell({ state: 'stopped', error: refusalMessage(error) });
    }
  }, []);

  const start = useCallback(
    (text: string, loaded: LoadedEvents | null, read: ReadFindings) => {
      // Render each page together with its progress, not a frame later.
      const found = new EventLog((callback) => callback(), Infinity);
      void readOn({ text, read, loaded, found, state: 'running', readTo: null, error: null });
    },
    [readOn],
  );

  const goOn = useCallback(() => {
    if (search !== null) void readOn(search);
  }, [readOn, search]);

  const stop = useCallback(() => {
    run.current += 1;
    setSearch((search) => search && { ...search, state: 'stopped' });
  }, []);

  const leave = useCallback(() => {
    run.current += 1;
    setSearch(null);
  }, []);

  return { search, start, goOn, stop, leave };
}
