import { useEffect, useState } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Delivery } from '../../convex/shared/delivery.ts';
import { useFetchDelivery } from '../data/fetchDelivery.ts';
import { refusalMessage } from '../data/refusal.ts';
import { fetchAll } from './fetchAll.ts';

const TELL_FOR_MS = 3_000;

/** Fetches the payloads of rows and hands them to what copies or saves them; `told` says how it goes. */
export function useTransfer(rows: readonly AuditRow[]) {
  const fetch = useFetchDelivery();
  const [told, setTold] = useState('');
  const [ended, setEnded] = useState(false);

  useEffect(() => {
    if (!ended) return;
    const timer = setTimeout(() => {
      setTold('');
      setEnded(false);
    }, TELL_FOR_MS);
    return () => clearTimeout(timer);
  }, [ended, told]);

  async function transfer(done: string, use: (deliveries: Delivery[]) => Promise<void>) {
    setEnded(false);
    try {
      const ids = rows.map(({ _id }) => _id);
      const { fetched, missed } = await fetchAll(ids, fetch, (through) => {
        if (ids.length > 1) setTold(`${through} of ${ids.length} …`);
      });
      if (fetched.length > 0) await use(fetched);
      setTold(doneWords(done, fetched.length, missed));
    } catch (error) {
      setTold(refusalMessage(error));
    }
    setEnded(true);
  }

  return {
    told,
    transfer: (done: string, use: (deliveries: Delivery[]) => Promise<void>) =>
      void transfer(done, use),
  };
}

function doneWords(done: string, count: number, missed: number): string {
  if (missed === 0) return count === 1 ? done : `${done} ${count}`;
  return `${done} ${count}; ${missed} could not be read and ${missed === 1 ? 'is' : 'are'} left out`;
}
