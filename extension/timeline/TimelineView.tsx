import { useEffect } from 'react';
import { isDelivery } from '../event/item.ts';
import { focusEvents } from '../panel/focus.ts';
import { usePanel } from '../panel/panel.tsx';
import { useRedispatch } from '../redispatch/send/useRedispatch.ts';
import { Fill } from '../ui/layout/Slot.tsx';
import { useMediaQuery } from '../ui/layout/useMediaQuery.ts';
import { useShortcuts } from '../ui/keyboard/useShortcuts.ts';
import { ROW_HEIGHT } from '../ui/list/useVirtualGrid.ts';
import { useWidth } from '../ui/layout/useWidth.ts';
import { ErrorGroups } from './errors/ErrorGroups.tsx';
import { EventGrid } from './grid/EventGrid.tsx';
import { useColumnSettings } from './grid/useColumnSettings.ts';
import { HistogramBar } from './histogram/HistogramBar.tsx';
import { useHistogramShown } from './histogram/useHistogramShown.ts';
import { SearchBar } from './SearchBar.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { useTimelineCommands, useTimelineState } from './state/timeline.ts';
import { SummaryBar } from './SummaryBar.tsx';
import { TimelineEmpty } from './TimelineEmpty.tsx';
import { TimelineToolbar } from './TimelineToolbar.tsx';

/** In pixels, for a low panel. */
const LOW_ROW_HEIGHT = 20;

/** The live timeline: toolbar, histogram, counts and grid. */
export function TimelineView() {
  const { list, written, terms, ofAnyTime, loadedTo, marks, selection, byError, searchOpen } =
    useTimelineState();
  const { setFilter, setByError } = useTimelineCommands();
  const [container, width] = useWidth();
  const columns = useColumnSettings(width);
  const histogram = useHistogramShown();
  const isLow = useMediaQuery('(max-height: 300px)');
  useTimelineShortcuts();

  useEffect(() => {
    // Do not take the focus from a menu or dialog that was opened while the panel was connecting.
    if (!document.activeElement?.closest('[role=menu], [role=dialog]')) focusEvents();
  }, []);

  return (
    <>
      <Fill slot="toolbar">
        <TimelineToolbar columns={columns} histogram={histogram} />
      </Fill>
      <div ref={container} className="@container flex h-full min-w-0 flex-col">
        {searchOpen && <SearchBar />}
        {histogram.shown && (
          <HistogramBar
            list={ofAnyTime}
            loadedTo={loadedTo}
            marks={marks}
            terms={written}
            meant={terms}
            onChange={setFilter}
          />
        )}
        <SummaryBar />
        {selection.size > 0 && <SelectionBar />}
        <div className="relative min-h-0 flex-1">
          {byError ? (
            <ErrorGroups
              onFilter={(filter) => {
                setFilter(filter);
                setByError(false);
                focusEvents();
              }}
            />
          ) : (
            <EventGrid columns={columns} rowHeight={isLow ? LOW_ROW_HEIGHT : ROW_HEIGHT} />
          )}
          {!byError && list.length === 0 && (
            <div className="absolute inset-x-0 top-6 bottom-0">
              <TimelineEmpty />
            </div>
          )}
        </div>
      </div>
    </>
  );
}

function useTimelineShortcuts() {
  const { role } = usePanel();
  const { send } = useRedispatch();
  const { active } = useTimelineState();
  const { togglePause, toFailure, openFirstAttempt, openOriginal } = useTimelineCommands();
  const row = active !== null && isDelivery(active) ? active : null;
  useShortcuts({
    p: togglePause,
    f: () => toFailure(1),
    F: () => toFailure(-1),
    g: () => row && (row.redispatch ? openOriginal(row) : openFirstAttempt(row)),
    r: () => row && role === 'redispatcher' && send({ row }),
  });
}
