import { useCallback, useEffect, useRef, useState } from 'react';
import { EventLog } from '../data/events.ts';
import type { FoundPage } from '../data/imported.ts';
import { refusalMessage } from '../data/refusal.ts';

export interface PayloadSearch {
  text: string;
  /** Deliveries found so far. */
  found: EventLog;
  state: 'running' | 'stopped' | 'done';
  /** How far back it has read, milliseconds since 1970. */
  backTo: number | null;
  error: string | null;
}

/** Reads the page of findings before a `seq`, or the newest: from the server or from a file. */
type ReadFindings = (text: string, before: bigint | null) => Promise<FoundPage>;

/** A search through payloads, page by page from the newest, that can be stopped. */
export function usePayloadSearch() {
  const [search, setSearch] = useState<PayloadSearch | null>(null);
  const run = useRef(0);
  useEffect(
    () => () => {
      run.current += 1;
    },
    [],
  );

  const start = useCallback(async (text: string, read: ReadFindings) => {
    const mine = ++run.current;
    // Each page is drawn with the news of it, not a frame later.
    const found = new EventLog((callback) => callback());
    let progress: PayloadSearch = { text, found, state: 'running', backTo: null, error: null };
    const tell = (news: Partial<PayloadSearch>) => setSearch((progress = { ...progress, ...news }));
    tell({});
    try {
      for (let before: bigint | null = null; ;) {
        const page = await read(text, before);
        if (run.current !== mine) return;
        found.appendOlder(page.rows, page.done);
        before = page.next;
        if (page.done || before === null) return tell({ state: 'done' });
        tell({ backTo: Number(before / 1_000_000n) });
      }
    } catch (error) {
      if (run.current === mine) tell({ state: 'stopped', error: refusalMessage(error) });
    }
  }, []);

  const stop = useCallback(() => {
    run.current += 1;
    setSearch((search) => search && { ...search, state: 'stopped' });
  }, []);

  const leave = useCallback(() => {
    run.current += 1;
    setSearch(null);
  }, []);

  return { search, start, stop, leave };
}
