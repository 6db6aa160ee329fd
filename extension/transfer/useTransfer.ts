import { useEffect, useState } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Delivery } from '../../convex/shared/delivery.ts';
import { useFetchDelivery } from '../data/fetchDelivery.ts';
import { refusalMessage } from '../data/refusal.ts';
import { fetchAll } from './fetchAll.ts';

const TELL_FOR_MS = 3_000;
/** So many at once that writing them is not felt. */
const ROWS_AT_ONCE = 100;

type Told = { kind: 'idle' } | { kind: 'running' | 'done' | 'failed'; words: string };

/**
 * Fetches the payloads of rows, some at a time, has them written, and hands what was written to what
 * copies or saves it; `told` says how it goes. What failed stays told until `dismiss` or the next
 * transfer.
 */
export function useTransfer(rows: readonly AuditRow[]) {
  const fetch = useFetchDelivery();
  const [told, setTold] = useState<Told>({ kind: 'idle' });
  const dismiss = () => setTold({ kind: 'idle' });

  useEffect(() => {
    if (told.kind !== 'done') return;
    const timer = setTimeout(dismiss, TELL_FOR_MS);
    return () => clearTimeout(timer);
  }, [told]);

  async function transfer<Part>(
    done: string,
    write: (deliveries: Delivery[]) => Part,
    use: (parts: Part[]) => Promise<void> | void,
  ) {
    dismiss();
    try {
      const parts: Part[] = [];
      let missing = 0;
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        if (rows.length > 1) setTold({ kind: 'running', words: `${from} of ${rows.length} …` });
        const ids = rows.slice(from, from + ROWS_AT_ONCE).map(({ _id }) => _id);
        const { fetched, missed } = await fetchAll(ids, fetch);
        if (fetched.length > 0) parts.push(write(fetched));
        missing += missed;
      }
      if (parts.length > 0) await use(parts);
      const words = doneWords(done, rows.length - missing, missing);
      setTold({ kind: missing === 0 ? 'done' : 'failed', words });
    } catch (error) {
      setTold({ kind: 'failed', words: refusalMessage(error) });
    }
  }

  return {
    told,
    dismiss,
    transfer: <Part>(
      done: string,
      write: (deliveries: Delivery[]) => Part,
      use: (parts: Part[]) => Promise<void> | void,
    ) => void transfer(done, write, use),
  };
}

function doneWords(done: string, count: number, missed: number): string {
  if (missed === 0) return count === 1 ? done : `${done} ${count}`;
  return `${done} ${count}; ${missed} could not be read and ${missed === 1 ? 'is' : 'are'} left out`;
}
