import type { KeyboardEvent, MouseEvent } from 'react';
import type { TimelineItem } from '../../event/item.ts';
import { isDelivery } from '../../event/item.ts';
import { focusEvents, focusInspector } from '../../panel/focus.ts';
import { usePanel } from '../../panel/panel.tsx';
import { useShortcuts } from '../../ui/keyboard/useShortcuts.ts';
import { useVirtualGrid } from '../../ui/list/useVirtualGrid.ts';
import type { EventLog } from '../../data/feed/events.ts';
import { isIn } from '../rows/foldedRows.ts';
import { useTimelineCommands, useTimelineState } from '../state/timeline.ts';
import { EarlierLine } from '../earlier/EarlierLine.tsx';
import { ColumnHeaders } from './ColumnHeaders.tsx';
import { ACTIONS_WIDTH, LEAD_WIDTH } from './columns.tsx';
import { areRelated, EventRow } from './EventRow.tsx';
import { GridMenu } from './GridMenu.tsx';
import { MoreEvents } from './MoreEvents.tsx';
import { NewRows } from './NewRows.tsx';
import { makesRoom, Separators, useSeparators } from './Separators.tsx';
import type { TimelineColumns } from './useColumnSettings.ts';
import { useFolding } from './useFolding.ts';
import { useFollow } from './useFollow.ts';
import { useFreshness } from './useFreshness.ts';
import { useHold } from './useHold.ts';
import { useRowTable } from './useRowTable.ts';
import { useScrollToActive } from './useScrollToActive.ts';

/** The grid of events. Only the rows in view are rendered, and only they go to the table. */
export function EventGrid({
  columns: shown,
  rowHeight,
}: {
  columns: TimelineColumns;
  /** In pixels, also for the header. */
  rowHeight: number;
}) {
  const { list, log, active, selection, waiting, full } = useTimelineState();
  const folding = useFolding();
  const commands = useTimelineCommands();
  const mayRedispatch = usePanel().role === 'redispatcher';
  const place = active === null ? -1 : list.placeAmong(active);

  /**
   * Selects the rows from one place to another, both included. A place may lie between two rows.
   */
  const selectRange = (from: number, to: number) => {
    const range: TimelineItem[] = [];
    const start = Math.max(Math.ceil(Math.min(from, to)), 0);
    for (let i = start; i <= Math.max(from, to); i++) range.push(list.at(i)!);
    commands.toggleSelected(range.filter(({ _id }) => !selection.has(_id)));
  };
  const onMove = (to: number, { shiftKey }: { shiftKey: boolean }) => {
    if (shiftKey) selectRange(active === null ? to : place, to);
    commands.activate(list.at(to)!, shiftKey);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'a' || event.shiftKey) return false;
      selectRange(0, list.length - 1);
    } else if (event.key === ' ' && active !== null) commands.toggleSelected([active]);
    else if (event.key === 'Enter' && active !== null) focusInspector();
    else return folding.onKey(event.key);
    return true;
  };
  const onSelect = (item: TimelineItem, event: MouseEvent) => {
    if (event.shiftKey && active !== null) selectRange(place, list.placeAmong(item));
    else commands.toggleSelected([item]);
  };
  const onClick = (item: TimelineItem, event: MouseEvent) => {
    if (event.shiftKey && active !== null) selectRange(place, list.placeAmong(item));
    else if (event.ctrlKey || event.metaKey) commands.toggleSelected([item]);
    else commands.activate(item);
  };

  const grid = useVirtualGrid({
    count: list.length,
    place,
    onMove,
    onKey,
    rowHeight,
    hasFoot: full !== null,
  });
  const { onScroll, toNewest, newCount } = useFollow(list, grid.scroller, rowHeight);
  const showNew = () => {
    commands.showNew();
    toNewest();
  };
  useShortcuts({
    n: () => {
      showNew();
      focusEvents();
    },
  });
  useScrollToActive(grid.scrollTo);

  const first = grid.items[0]?.index ?? 0;
  const last = grid.items.at(-1)?.index ?? -1;
  const { drawn, table } = useRowTable(list, first, last, shown);
  const isInOrder = (item: TimelineItem) => !isDelivery(item) || isIn(list.lines, item);
  const separators = useSeparators(first, last, isInOrder);
  const isFresh = useFreshness(list);
  const { area, pointerY } = useHold(commands.hold);

  const activeRow = active !== null && isDelivery(active) ? active : undefined;
  const rows = table.getRowModel().rows;
  const isActiveDrawn = active !== null && drawn.some(({ _id }) => _id === active._id);
  const newRows = waiting + newCount;
  return (
    <div
      ref={area}
      // The list has the focus when the panel opens, but shows the focus ring only once keys are
      // used.
      onKeyUp={({ currentTarget }) => (currentTarget.dataset.keys = '')}
      className="relative h-full after:pointer-events-none after:absolute after:inset-0 after:z-10 data-keys:has-[[role=grid]:focus-visible]:after:outline-2 data-keys:has-[[role=grid]:focus-visible]:after:-outline-offset-2 data-keys:has-[[role=grid]:focus-visible]:after:outline-accent"
    >
      <GridMenu columns={shown} drawn={drawn} active={active}>
        <div
          {...grid.gridProps}
          aria-label="Webhook events"
          aria-rowcount={list.length + (full === null ? 1 : 2)}
          aria-multiselectable
          aria-activedescendant={isActiveDrawn ? `event-${active._id}` : undefined}
          onScroll={onScroll}
          className="h-full overflow-auto outline-none"
          style={{ overflowAnchor: 'none' }}
        >
          <div
            role="presentation"
            className="relative w-full"
            style={{
              height: grid.height,
              minWidth: LEAD_WIDTH + table.getTotalSize() + ACTIONS_WIDTH,
            }}
          >
            <ColumnHeaders table={table} height={rowHeight} onMove={shown.move} />
            <Separators separators={separators} rowHeight={rowHeight} />
            {grid.items.map(({ index, start }) => {
              const row = rows[index - first];
              if (row === undefined) return null;
              const item = row.original;
              return (
                <EventRow
                  key={item._id}
                  row={row}
                  place={{ index: index + 2, top: start, height: rowHeight }}
                  marks={{
                    active: item._id === active?._id,
                    selected: selection.has(item._id),
                    related: areRelated(item, activeRow),
                    fresh: isFresh(item),
                    failing: isFailing(item, log),
                    isUnfolded: !isInOrder(item),
                    makesRoom: makesRoom(separators, index),
                  }}
                  folding={folding.foldingOf(item)}
                  actions={mayRedispatch}
                  columns={shown}
                  onClick={onClick}
                  onSelect={onSelect}
                  onUnfold={folding.toggle}
                />
              );
            })}
            <MoreEvents isWanted={grid.isNearEnd} />
            {full !== null && last >= 0 && last === list.length - 1 && (
              <div
                role="row"
                aria-rowindex={list.length + 2}
                style={{ height: rowHeight }}
                className="absolute bottom-0 flex w-full items-center px-2"
              >
                <div role="gridcell" className="sticky left-2 min-w-0">
                  <EarlierLine />
                </div>
              </div>
            )}
          </div>
        </div>
      </GridMenu>
      {newRows > 0 && <NewRows count={newRows} pointerY={pointerY} onShow={showNew} />}
    </div>
  );
}

/** True for a failure that is open, as far as is known. */
function isFailing(item: TimelineItem, { states }: EventLog): boolean {
  if (!isDelivery(item) || item.outcome !== 'failed') return false;
  const kind = states.stateOf(item)?.kind;
  return kind !== 'mended' && kind !== 'superseded';
}
