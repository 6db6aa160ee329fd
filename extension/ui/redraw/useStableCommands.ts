import { useLayoutEffect, useRef, useState } from 'react';

type Commands = Record<string, (...args: never[]) => unknown>;

/**
 * Functions that never change, each calling its latest version. Components that only call them need
 * not render again.
 */
export function useStableCommands<T extends object & { [Name in keyof T]: T[Name] }>(now: T): T {
  const latest = useRef(now);
  useLayoutEffect(() => {
    latest.current = now;
  });
  const [stable] = useState(() => {
    const call =
      (name: string) =>
      (...args: never[]) =>
        (latest.current as Commands)[name]!(...args);
    return Object.fromEntries(Object.keys(now).map((name) => [name, call(name)])) as T;
  });
  return stable;
}
