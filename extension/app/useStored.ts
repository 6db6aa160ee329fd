import { useCallback, useEffect, useRef, useState } from 'react';
import type { WxtStorageItem } from 'wxt/utils/storage';
import { useSettings } from './SettingsProvider.tsx';

const WRITE_AFTER_MS = 150;

/**
 * A stored setting as state: undefined until it is read, then what was set last. Sets count at once
 * here and are written a moment later, so that dragging a column writes once. With `follow` it also
 * takes what another window sets; what one looks at is each window's own.
 *
 * @throws while it renders, when the setting cannot be read: an error boundary says so.
 */
export function useStored<T>(
  item: WxtStorageItem<T, Record<string, unknown>>,
  { follow = false }: { follow?: boolean } = {},
): [value: T | undefined, set: (next: T | ((current: T) => T)) => void] {
  const [value, setValue] = useState<T>();
  const [failure, setFailure] = useState<Error | null>(null);
  const latest = useRef<T>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const settings = useSettings();

  const take = useCallback((next: T) => {
    latest.current = next;
    setValue(next);
  }, []);

  const write = useCallback(() => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    settings.write(item, latest.current!);
  }, [item, settings]);

  useEffect(() => {
    let gone = false;
    settings.read(item).then(
      (stored) => !gone && timer.current === undefined && take(stored),
      (cause: Error) => {
        const message = `The browser could not read the panel’s settings: ${cause.message}`;
        if (!gone) setFailure(new Error(message, { cause }));
      },
    );
    // What is about to be written is newer than what another window wrote.
    const unwatch = item.watch((next) => follow && timer.current === undefined && take(next));
    window.addEventListener('pagehide', write);
    return () => {
      gone = true;
      unwatch();
      window.removeEventListener('pagehide', write);
      write();
    };
  }, [item, follow, settings, take, write]);

  const set = useCallback(
    (next: T | ((current: T) => T)) => {
      take(typeof next === 'function' ? (next as (current: T) => T)(latest.current!) : next);
      timer.current ??= setTimeout(write, WRITE_AFTER_MS);
    },
    [take, write],
  );
  if (failure !== null) throw failure;
  return [value, set];
}
