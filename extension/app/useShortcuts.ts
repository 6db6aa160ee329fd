import { useEffect, useRef } from 'react';

/**
 * Calls what belongs to a pressed key, e.g. `{ '/': focusFilter }`, unless someone types, a dialog or
 * menu is open, or Ctrl, Alt or Meta is held.
 */
export function useShortcuts(shortcuts: Record<string, () => void>): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (
        target?.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu]')
      ) {
        return;
      }
      const action = Object.hasOwn(latest.current, event.key) && latest.current[event.key];
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      action();
    };
    // Not the document: there DevTools takes Escape, for its Console drawer.
    const { body } = document;
    body.addEventListener('keydown', onKeyDown);
    return () => body.removeEventListener('keydown', onKeyDown);
  }, []);
}
