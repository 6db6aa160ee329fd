import { useEffect, useState } from 'react';

/**
 * Handles keys one after the other, each after the result of the previous one, since a quick typist
 * is faster than the worker that lists the rows. `isReady` says whether a key can be handled now;
 * the promise of `act` is awaited. Returns the function that takes a key.
 */
export function useKeysInTurn(
  isReady: (key: string) => boolean,
  act: (key: string) => unknown,
): (key: string) => void {
  const [keys, setKeys] = useState<string[]>([]);
  const [acting, setActing] = useState(false);

  useEffect(() => {
    const [key] = keys;
    if (key === undefined || acting || !isReady(key)) return;
    setKeys((all) => all.slice(1));
    setActing(true);
    void Promise.resolve(act(key)).finally(() => setActing(false));
  }, [keys, acting, isReady, act]);

  return (key) => setKeys((all) => [...all, key]);
}
