import { Ban, ChartColumn, Pause, Play, TextSearch } from 'lucide-react';
import { IconButton } from '../ui/control/IconButton.tsx';
import { FilterInput } from './filter/FilterInput.tsx';
import { SavedViews } from './filter/SavedViews.tsx';
import { ColumnsMenu } from './grid/ColumnsMenu.tsx';
import type { TimelineColumns } from './grid/useColumnSettings.ts';
import { useTimelineCommands, useTimelineState } from './state/timeline.ts';

/** The controls beside the connection status while the timeline is shown. */
export function TimelineToolbar({
  columns,
  histogram,
}: {
  columns: TimelineColumns;
  histogram: { shown: boolean; toggle: () => void };
}) {
  const { filter, log, rejections, live, grows, ...timeline } = useTimelineState();
  const { paused, behindPause, searchOpen } = timeline;
  const { setFilter, togglePause, clear, toggleSearch } = useTimelineCommands();
  const whyNot = grows ? null : `No new events come to ${live ? 'earlier ones' : 'a file'}`;
  const waiting = behindPause.toLocaleString('en');
  return (
    <>
      <div className="flex items-center">
        <IconButton
          icon={paused ? Play : Pause}
          name={paused ? `Resume${behindPause > 0 ? ` (${waiting} waiting)` : ''}` : 'Pause'}
          pressed={paused}
          disabled={whyNot !== null}
          hint={whyNot ?? 'Pause (p): events wait, none is lost'}
          onClick={togglePause}
        >
          {behindPause > 0 && <span className="tabular-nums">{waiting}</span>}
        </IconButton>
        <IconButton
          icon={Ban}
          name="Clear"
          disabled={whyNot !== null}
          hint={whyNot ?? 'Hide everything so far'}
          onClick={clear}
        />
        <IconButton
          icon={TextSearch}
          name="Search payloads"
          pressed={searchOpen}
          hint={`Search inside payloads ${live ? 'on the server' : 'of this file'}`}
          onClick={toggleSearch}
        />
      </div>
      <FilterInput value={filter} onChange={setFilter} log={log} rejections={rejections} />
      <div className="flex items-center">
        <SavedViews filter={filter} onChange={setFilter} />
        <IconButton
          icon={ChartColumn}
          name="Histogram"
          pressed={histogram.shown}
          hint="Histogram of the events over time"
          onClick={histogram.toggle}
        />
        <ColumnsMenu columns={columns} />
      </div>
    </>
  );
}
