import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react';
import { listPlace } from '../keyboard/focusPlace.ts';
import { placeAfterKey } from '../keyboard/listKeys.ts';

/** The default height of rows and header, in pixels. */
export const ROW_HEIGHT = 24;
/** How many rows before the end more are requested. */
const NEAR_END = 20;

/**
 * A grid of rows of one height under a header: the rows in view, which are rendered, and the keys
 * that move among them. Spread `gridProps` on the element that scrolls.
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
  onMove: (to: number, event: KeyboardEvent) => void;
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

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== scroller.current || event.altKey) return;
    const page = Math.max(Math.floor(scroller.current.clientHeight / rowHeight) - 2, 1);
    const isPlain = !event.ctrlKey && !event.metaKey;
    const target = isPlain ? placeAfterKey(event.key, place, count, page) : null;
    if (target !== null) {
      onMove(target, event);
      virtualizer.scrollToIndex(target);
    } else if (!onKey(event)) return;
    event.preventDefault();
  }

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
