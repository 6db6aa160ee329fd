import { useEffect, useReducer, useRef } from 'react';

/**
 * Handles keys one after the other, each after the result of the previous one, since a quick typist
 * is faster than the worker that lists the rows. `isReady` says whether a key can be handled now;
 * the promise of `act` is awaited. Returns the function that takes a key.
 */
export function useKeysInTurn(
  isReady: (key: string) => boolean,
  act: (key: string) => unknown,
): (key: string) => void {
  const waiting = useRef<string[]>([]);
  const isActing = useRef(false);
  const [, render] = useReducer((count: number) => count + 1, 0);

  // After every render, since any can make the first key ready.
  useEffect(() => {
    const [key] = waiting.current;
    if (key === undefined || isActing.current || !isReady(key)) return;
    waiting.current.shift();
    isActing.current = true;
    void Promise.resolve(act(key)).finally(() => {
      isActing.current = false;
      render();
    });
  });

  return (key) => {
    waiting.current.push(key);
    render();
  };
}
