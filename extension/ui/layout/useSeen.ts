import { useEffect, useRef, useState, type RefObject } from 'react';

/** Whether an element has been in sight at least once. */
export function useSeen<E extends Element>(): [RefObject<E | null>, boolean] {
  const ref = useRef<E>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    observer.observe(ref.current!);
    return () => observer.disconnect();
  }, [seen]);
  return [ref, seen];
}
