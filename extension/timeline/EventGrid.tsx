import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
} from 'react';
import { Button } from '../app/Button.tsx';
import { placeAfterKey } from '../app/listKeys.ts';
import { ACTIONS_WIDTH, columns, features } from './columns.tsx';
import { areRelated, EventRow } from './EventRow.tsx';
import { ColumnHeaders } from './ColumnHeaders.tsx';
import { isDelivery, type TimelineItem } from './item.ts';
import type { TimelineList } from './timelineList.ts';
import type { TimelineColumns } from './useColumnSettings.ts';
import { ROW_HEIGHT, useFollow } from './useFollow.ts';

export interface EventGridHandle {
  focus(): void;
  toNewest(): void;
  scrollTo(item: TimelineItem): void;
}

/** How many rows from the end older ones are asked for. */
const NEAR_END = 20;

/** The virtualised grid: only what is seen is drawn, and only that is given to the table. */
export function EventGrid({
  ref,
  list,
  columns: shown,
  active,
  checked,
  mayRedispatch,
  onActivate,
  onCheck,
  onOpen,
  onNearEnd,
}: {
  ref: Ref<EventGridHandle>;
  list: TimelineList;
  columns: TimelineColumns;
  /** The event that the inspector shows. */
  active: TimelineItem | null;
  checked: { has(id: string): boolean };
  mayRedispatch: boolean;
  /** `keepPicked`: it became active by picking, not instead of what is picked. */
  onActivate: (item: TimelineItem, keepPicked: boolean) => void;
  /** Adds rows to the picked ones, or takes one away that is among them. */
  onCheck: (items: TimelineItem[]) => void;
  onOpen: () => void;
  onNearEnd: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { onScroll, toNewest, newCount } = useFollow(list, scroller);

  const virtualizer = useVirtualizer({
    count: list.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
    paddingStart: ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const virtualRows = virtualizer.getVirtualItems();
  const first = virtualRows[0]?.index ?? 0;
  const last = virtualRows.at(-1)?.index ?? -1;
  const slice = useMemo(() => {
    const items: TimelineItem[] = [];
    for (let index = first; index <= last; index++) items.push(list.at(index)!);
    return items;
  }, [list, first, last]);
  const table = useTable({
    features,
    columns,
    data: slice,
    getRowId: (item) => item._id,
    columnResizeMode: 'onChange',
    state: {
      columnOrder: shown.order,
      columnSizing: shown.sizes,
      columnVisibility: shown.visible,
    },
    onColumnSizingChange: (next) =>
      shown.setSizes(typeof next === 'function' ? next(shown.sizes) : next),
  });

  useEffect(() => {
    if (last >= list.length - NEAR_END) onNearEnd();
  }, [last, list, onNearEnd]);

  const newestShown = useRef<bigint | null>(null);
  useEffect(() => {
    const newest = list.at(0);
    if (newest && isDelivery(newest)) newestShown.current = newest.seq;
  }, [list]);

  useImperativeHandle(
    ref,
    () => ({
      focus: () => scroller.current?.focus(),
      toNewest,
      scrollTo: (item) => virtualizer.scrollToIndex(list.placeOf(item)),
    }),
    [list, toNewest, virtualizer],
  );

  /** Picks the rows from one place to another, both included; a place may lie between two rows. */
  const pickRange = useCallback(
    (from: number, to: number) => {
      const range: TimelineItem[] = [];
      const start = Math.ceil(Math.min(from, to));
      for (let i = start; i <= Math.max(from, to); i++) range.push(list.at(i)!);
      onCheck(range.filter(({ _id }) => !checked.has(_id)));
    },
    [list, checked, onCheck],
  );

  const onPick = useCallback(
    (index: number, event: MouseEvent) => {
      const item = list.at(index)!;
      if (event.shiftKey && active !== null) pickRange(list.placeAmong(active), index);
      else if (event.ctrlKey || event.metaKey) onCheck([item]);
      else onActivate(item, false);
    },
    [list, active, onActivate, onCheck, pickRange],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'a' || event.shiftKey) return;
      pickRange(0, list.length - 1);
      event.preventDefault();
      return;
    }
    const place = active === null ? -1 : list.placeAmong(active);
    const page = Math.max(Math.floor(scroller.current.clientHeight / ROW_HEIGHT) - 2, 1);
    const target = placeAfterKey(event.key, place, list.length, page);
    if (target !== null) {
      const item = list.at(target)!;
      if (event.shiftKey) pickRange(active === null ? target : place, target);
      onActivate(item, event.shiftKey);
      virtualizer.scrollToIndex(target);
    } else if (event.key === ' ' && active !== null) onCheck([active]);
    else if (event.key === 'Enter' && active !== null) onOpen();
    else return;
    event.preventDefault();
  };

  const activeRow = active !== null && isDelivery(active) ? active : undefined;
  const rows = table.getRowModel().rows;
  const activeIsDrawn = active !== null && slice.includes(active);
  return (
    <div className="relative h-full after:pointer-events-none after:absolute after:inset-0 after:z-10 has-[>:focus-visible]:after:outline-2 has-[>:focus-visible]:after:-outline-offset-2 has-[>:focus-visible]:after:outline-accent">
      <div
        ref={scroller}
        role="grid"
        aria-label="Webhook events"
        aria-rowcount={list.length + 1}
        aria-multiselectable
        aria-activedescendant={activeIsDrawn ? `event-${active._id}` : undefined}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        className="h-full overflow-auto outline-none"
        style={{ overflowAnchor: 'none' }}
      >
        <div
          role="presentation"
          className="relative w-full"
          style={{
            height: virtualizer.getTotalSize(),
            minWidth: table.getTotalSize() + ACTIONS_WIDTH,
          }}
        >
          <ColumnHeaders table={table} onMove={shown.move} />
          {virtualRows.map((virtual) => {
            const row = rows[virtual.index - first];
            if (row === undefined) return null;
            const item = row.original;
            return (
              <EventRow
                key={item._id}
                row={row}
                index={virtual.index}
                style={{ transform: `translateY(${virtual.start}px)` }}
                active={item._id === active?._id}
                checked={checked.has(item._id)}
                related={areRelated(item, activeRow)}
                fresh={
                  newestShown.current !== null && isDelivery(item) && item.seq > newestShown.current
                }
                actions={mayRedispatch}
                render={(cell) => <table.FlexRender cell={cell} />}
                onPick={onPick}
              />
            );
          })}
        </div>
      </div>
      {newCount > 0 && (
        <Button
          look="primary"
          className="absolute top-7 left-1/2 z-10 -translate-x-1/2"
          onClick={toNewest}
        >
          {newCount.toLocaleString('en')} new
        </Button>
      )}
    </div>
  );
}
