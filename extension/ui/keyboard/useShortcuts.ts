import { useEffect, useEffectEvent } from 'react';

/**
 * Calls the function of a pressed key, such as `{ '/': focusFilter }`, once per press: a held key
 * does not repeat it. Ignores keys while the user types, a dialog or menu is open, or Ctrl, Alt or
 * Meta is held.
 */
export function useShortcuts(shortcuts: Record<string, () => void>): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('input, textarea, select, [contenteditable]')) return;
    if (isOverlayOpen()) return;
    const action = Object.hasOwn(shortcuts, event.key) && shortcuts[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) action();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    // Not on the document, where DevTools takes Escape for its Console drawer.
    const { body } = document;
    body.addEventListener('keydown', listener);
    return () => body.removeEventListener('keydown', listener);
  }, []);
}

/** True while a dialog or a menu is drawn: the focus reaches it a moment later. */
export function isOverlayOpen(): boolean {
  return document.querySelector('[role=dialog], [role=menu]') !== null;
}
