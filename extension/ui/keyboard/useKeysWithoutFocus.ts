import { useEffect, useEffectEvent } from 'react';
import { isOverlayOpen } from './useShortcuts.ts';

/**
 * Calls `onKey` for the keys that are pressed while no element has the focus, such as after a click
 * on empty ground. Ignores them while a dialog or menu is open.
 */
export function useKeysWithoutFocus(onKey: (event: KeyboardEvent) => unknown): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.target === document.body && !event.defaultPrevented && !isOverlayOpen()) onKey(event);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    const { body } = document;
    body.addEventListener('keydown', listener);
    return () => body.removeEventListener('keydown', listener);
  }, []);
}
