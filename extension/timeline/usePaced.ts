import { useEffect, useRef, useState } from 'react';

/**
 * The value, but not anew before `ms` have passed since the last: for what is costly to draw. One
 * with another `key` is taken at once.
 */
export function usePaced<T>(value: T, key: unknown, ms: number): T {
  const [paced, setPaced] = useState({ value, key });
  const takenAt = useRef(-Infinity);
  if (paced.key !== key) setPaced({ value, key });
  useEffect(() => {
    const wait = Math.max(takenAt.current + ms - performance.now(), 0);
    const timer = setTimeout(() => {
      takenAt.current = performance.now();
      setPaced((last) => (last.value === value ? last : { value, key }));
    }, wait);
    return () => clearTimeout(timer);
  }, [value, key, ms]);
  return paced.value;
}
