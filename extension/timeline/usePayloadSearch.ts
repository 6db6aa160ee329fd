import { useCallback, useEffect, useRef, useState } from 'react';
import { EventLog } from '../data/events.ts';
import type { FoundPage } from '../data/imported.ts';
import { refusalMessage } from '../data/refusal.ts';

export interface PayloadSearch {
  text: string;
  read: ReadFindings;
  /** The events that were loaded when it began, which are read first; null when those are all. */
  loaded: LoadedEvents | null;
  /** Deliveries found so far. */
  found: EventLog;
  state: 'running' | 'stopped' | 'done';
  /** All payloads from this `seq` on have been read; null before the first page. */
  readTo: bigint | null;
  error: string | null;
}

/** So many events, the oldest of them at this `seq`. */
interface LoadedEvents {
  count: number;
  oldest: bigint;
}

/** Reads the page of findings before a `seq`, or the newest: from the server or from a file. */
type ReadFindings = (text: string, before: bigint | null) => Promise<FoundPage>;

/** Whether older payloads remain after a search through those of the loaded events. */
export function hasReadLoaded({ loaded, readTo }: PayloadSearch): boolean {
  return loaded !== null && readTo !== null && readTo <= loaded.oldest;
}

/**
 * A search through payloads, page by page from the newest, that can be stopped. It stops by itself
 * after those of the loaded events; `goOn` continues wherever it stopped or failed.
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
      // Each page is drawn with the news of it, not a frame later.
      const found = new EventLog((callback) => callback());
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
