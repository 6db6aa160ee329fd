import { useEffect, useRef, type RefObject } from 'react';

/**
 * A drag of the border by pointer leaves the focus where it is, so that the arrow keys still move
 * the selection. The library focuses the border on the way, and takes the focus from it at the end.
 */
export function useFocusKept(): RefObject<HTMLDivElement | null> {
  const border = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let focused: Element | null = null;
    let isDragged = false;
    const remember = () => (focused = document.activeElement);
    const onPressed = ({ defaultPrevented }: PointerEvent) => {
      // The library prevents the default of those presses only that start a drag.
      isDragged = defaultPrevented && document.activeElement === border.current;
    };
    const onReleased = () => {
      if (!isDragged) return;
      isDragged = false;
      border.current?.blur();
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    };
    // Before the library, which listens in the capture phase of the document; the others after it.
    window.addEventListener('pointerdown', remember, true);
    window.addEventListener('pointerdown', onPressed);
    window.addEventListener('pointerup', onReleased);
    window.addEventListener('pointercancel', onReleased);
    return () => {
      window.removeEventListener('pointerdown', remember, true);
      window.removeEventListener('pointerdown', onPressed);
      window.removeEventListener('pointerup', onReleased);
      window.removeEventListener('pointercancel', onReleased);
    };
  }, []);
  return border;
}
