import { useEffect, useRef, type RefObject } from 'react';

/**
 * Calls `onHold` when the rows must stay in place: while the pointer is over them, and during a press
 * that began there. A pointer that was already there when the rows appeared counts only once it moves.
 *
 * Returns a ref for the element around the rows, and one that has the pointer's distance from the top
 * of the page, in pixels.
 */
export function useHold(onHold: (isHeld: boolean) => void): {
  area: RefObject<HTMLDivElement | null>;
  pointerY: RefObject<number>;
} {
  const area = useRef<HTMLDivElement>(null);
  const pointerY = useRef(Infinity);

  useEffect(() => {
    const pointer = { isOver: false, isDown: false };
    const isInside = ({ target }: Event) => area.current!.contains(target as Node);
    const change = (part: Partial<typeof pointer>) => {
      const isHeld = () => pointer.isOver || pointer.isDown;
      const before = isHeld();
      Object.assign(pointer, part);
      if (isHeld() !== before) onHold(isHeld());
    };
    // pointerleave fires here for each element that the pointer leaves, even for a row that a new
    // button covers.
    const onLeave = ({ target, currentTarget }: Event) =>
      target === currentTarget && change({ isOver: false });
    const onMove = (event: PointerEvent) => {
      pointerY.current = event.clientY;
      change({ isOver: isInside(event) });
    };
    const listeners: [EventTarget, string, (event: Event) => unknown][] = [
      [window, 'pointermove', (event) => onMove(event as PointerEvent)],
      [window, 'pointerdown', (event) => change({ isDown: isInside(event) })],
      [window, 'pointerup', () => change({ isDown: false })],
      [window, 'pointercancel', () => change({ isDown: false })],
      [document.documentElement, 'pointerleave', onLeave],
    ];
    for (const [target, type, listener] of listeners) target.addEventListener(type, listener, true);
    return () => {
      for (const [target, type, listener] of listeners)
        target.removeEventListener(type, listener, true);
      onHold(false);
    };
  }, [onHold]);

  return { area, pointerY };
}
