import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react';
import { listPlace } from '../keyboard/focusPlace.ts';
import { placeAfterKey } from '../keyboard/listKeys.ts';
import { useKeysWithoutFocus } from '../keyboard/useKeysWithoutFocus.ts';

/** The default height of rows and header, in pixels. */
export const ROW_HEIGHT = 24;
/** How many rows before the end more are requested. */
const NEAR_END = 20;

/** A key event of React or of the page. */
type PressedKey = Pick<
  KeyboardEvent,
  'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'preventDefault'
>;

/**
 * A grid of rows of one height under a header: the rows in view, which are rendered, and the keys
 * that move among them, also while nothing has the focus. Spread `gridProps` on the element that scrolls.
 *
 * @param place the active row's place; -1 is before the first row, 1.5 between the second and the third
 * @param onMove called with the row to which an arrow, Home, End or a page key leads
 * @param onKey handles any other key, and returns whether it did
 * @param hasFoot leaves room for one more line below the last row
 */
export function useVirtualGrid({
  count,
  place,
  onMove,
  onKey,
  rowHeight = ROW_HEIGHT,
  hasFoot = false,
}: {
  count: number;
  place: number;
  onMove: (to: number, event: PressedKey) => void;
  onKey: (event: KeyboardEvent) => boolean;
  rowHeight?: number;
  hasFoot?: boolean;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
    paddingEnd: hasFoot ? rowHeight : 0,
    scrollPaddingEnd: hasFoot ? rowHeight : 0,
  });
  // The virtualizer keeps its measurements otherwise.
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const items = virtualizer.getVirtualItems();

  const ref = useCallback((element: HTMLDivElement | null) => {
    scroller.current = element;
    listPlace.ref(element);
  }, []);

  /** Moves the active row if the key does so, and returns whether it did. */
  function move(event: PressedKey): boolean {
    if (scroller.current === null || event.altKey || event.ctrlKey || event.metaKey) return false;
    const page = Math.max(Math.floor(scroller.current.clientHeight / rowHeight) - 2, 1);
    const target = placeAfterKey(event.key, place, count, page);
    if (target === null) return false;
    onMove(target, event);
    virtualizer.scrollToIndex(target);
    event.preventDefault();
    return true;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== scroller.current || event.altKey) return;
    if (!move(event) && onKey(event)) event.preventDefault();
  }

  useKeysWithoutFocus((event) => move(event) && scroller.current?.focus());

  return {
    scroller,
    /** The rows in view, each with its index and its `start` in pixels from the grid's top. */
    items,
    /** True if more rows should be requested. */
    isNearEnd: (items.at(-1)?.index ?? -1) >= count - NEAR_END,
    /** The height of all rows and the header, in pixels. */
    height: virtualizer.getTotalSize(),
    scrollTo: (index: number) => virtualizer.scrollToIndex(index),
    gridProps: { ref, role: 'grid', tabIndex: 0, onKeyDown } as const,
  };
}
