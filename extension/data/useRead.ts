import { useCallback, useEffect, useState } from 'react';

/** The state of an asynchronous read. */
export type Read<Data> =
  { status: 'pending' } | { status: 'success'; data: Data } | { status: 'error'; error: Error };

/**
 * Reads once for each `id`, and again on `retry`; null reads nothing. An answer that comes after `id`
 * has changed is dropped.
 *
 * @param get must be stable: a new function reads again
 */
export function useRead<Id, Data>(
  get: (id: Id) => Promise<Data>,
  id: Id | null,
): Read<Data> & { retry: () => void } {
  const [read, setRead] = useState<{ id: Id; result: Read<Data> } | null>(null);
  const [tries, setTries] = useState(0);
  const retry = useCallback(() => {
    setRead(null);
    setTries((count) => count + 1);
  }, []);

  useEffect(() => {
    if (id === null) return;
    let current = true;
    const take = (result: Read<Data>) => current && setRead({ id, result });
    get(id).then(
      (data) => take({ status: 'success', data }),
      (error: Error) => take({ status: 'error', error }),
    );
    return () => {
      current = false;
    };
  }, [get, id, tries]);

  const result: Read<Data> = read !== null && read.id === id ? read.result : { status: 'pending' };
  return { ...result, retry };
}
