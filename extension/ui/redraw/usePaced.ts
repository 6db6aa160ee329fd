import { useEffect, useEffectEvent, useRef, useState } from 'react';

/**
 * The result of an expensive `compute`. It is computed again when `source` changes, at most once
 * every `ms`, and at once when `key` changes.
 */
export function usePaced<T>(compute: () => T, source: unknown, key: unknown, ms: number): T {
  const [paced, setPaced] = useState(() => ({ result: compute(), key }));
  const computedAt = useRef(-Infinity);
  if (paced.key !== key) setPaced({ result: compute(), key });

  const onTimer = useEffectEvent(() => {
    computedAt.current = performance.now();
    setPaced({ result: compute(), key });
  });
  useEffect(() => {
    const wait = Math.max(computedAt.current + ms - performance.now(), 0);
    const timer = setTimeout(onTimer, wait);
    return () => clearTimeout(timer);
  }, [source, key, ms]);
  return paced.result;
}
