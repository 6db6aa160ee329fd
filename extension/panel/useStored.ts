import { useCallback, useEffect, useRef, useState } from 'react';
import type { WxtStorageItem } from 'wxt/utils/storage';
import { useSettings } from './SettingsProvider.tsx';

const WRITE_EVERY_MS = 150;

/**
 * A stored setting as state: undefined until it is read, then the value set last. A new value is
 * written at once, as the panel may close at any time; more that follow, as while a column is
 * dragged, are written together a moment later. With `follow`, it also takes values set in other windows; without it, each window keeps its own, such
 * as its open event.
 *
 * @throws on rendering if the setting cannot be read; an error boundary shows the error.
 */
export function useStored<T>(
  item: WxtStorageItem<T, Record<string, unknown>>,
  { follow = false }: { follow?: boolean } = {},
): [value: T | undefined, set: (next: T | ((current: T) => T)) => void] {
  const [value, setValue] = useState<T>();
  const [failure, setFailure] = useState<Error | null>(null);
  const latest = useRef<T>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isUnwritten = useRef(false);
  const sets = useRef(0);
  const settings = useSettings();

  const take = useCallback((next: T) => {
    latest.current = next;
    setValue(next);
  }, []);

  /** Writes the latest value unless it is written. */
  const write = useCallback(() => {
    timer.current = undefined;
    if (!isUnwritten.current) return;
    isUnwritten.current = false;
    settings.write(item, latest.current!);
  }, [item, settings]);

  useEffect(() => {
    let gone = false;
    const before = sets.current;
    settings.read(item).then(
      (stored) => !gone && sets.current === before && take(stored),
      (cause: Error) => {
        const message = `The browser could not read the panel’s settings: ${cause.message}`;
        if (!gone) setFailure(new Error(message, { cause }));
      },
    );
    // A value that is not written yet is newer than one from another window.
    const unwatch = item.watch((next) => follow && !isUnwritten.current && take(next));
    window.addEventListener('pagehide', write);
    return () => {
      gone = true;
      unwatch();
      window.removeEventListener('pagehide', write);
      clearTimeout(timer.current);
      write();
    };
  }, [item, follow, settings, take, write]);

  const set = useCallback(
    (next: T | ((current: T) => T)) => {
      take(typeof next === 'function' ? (next as (current: T) => T)(latest.current!) : next);
      sets.current += 1;
      isUnwritten.current = true;
      if (timer.current !== undefined) return;
      write();
      timer.current = setTimeout(write, WRITE_EVERY_MS);
    },
    [take, write],
  );
  if (failure !== null) throw failure;
  return [value, set];
}
