import { useEffect, useState } from 'react';
import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import type { Delivery } from '../../webhooks/shared/delivery.ts';
import { useFetchDelivery } from '../data/fetchDelivery.ts';
import { refusalMessage } from '../data/connection/refusal.ts';
import { fetchAll } from './fetchAll.ts';

const TELL_FOR_MS = 3_000;
/** So few at once that the user does not notice the writing. */
const ROWS_AT_ONCE = 100;

type Told = { kind: 'idle' } | { kind: 'running' | 'done' | 'failed'; words: string };

/**
 * Fetches the payloads of rows, some at a time, passes them to `write`, and the written parts to
 * `handOver`, which copies or saves them. `told` is the progress or the result; a failure stays
 * until `dismiss` or the next transfer.
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
    handOver: (parts: Part[]) => Promise<void> | void,
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
      if (parts.length > 0) await handOver(parts);
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
      handOver: (parts: Part[]) => Promise<void> | void,
    ) => void transfer(done, write, handOver),
  };
}

function doneWords(done: string, count: number, missed: number): string {
  if (missed === 0) return count === 1 ? done : `${done} ${count}`;
  return `${done} ${count}; ${missed} could not be read and ${missed === 1 ? 'is' : 'are'} left out`;
}
