import type { Ref } from 'react';
import { Button } from '../app/Button.tsx';
import type { EventLog } from '../data/events.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { FilterInput } from './FilterInput.tsx';
import { SavedViews } from './SavedViews.tsx';
import type { TimelineColumns } from './useColumnSettings.ts';

/** What stands beside the connection status while the timeline is shown. */
export function TimelineToolbar({
  filterRef,
  filter,
  onFilter,
  onLeaveFilter,
  log,
  live,
  paused,
  held,
  onPause,
  onClear,
  searching,
  onSearch,
  columns,
}: {
  filterRef: Ref<HTMLInputElement>;
  filter: string;
  onFilter: (filter: string) => void;
  /** Takes the focus where one goes on from the filter. */
  onLeaveFilter: () => void;
  log: EventLog;
  /** Whether events come: those of a file are all there. */
  live: boolean;
  paused: boolean;
  /** How many events wait while paused. */
  held: number;
  onPause: () => void;
  onClear: () => void;
  searching: boolean;
  onSearch: () => void;
  columns: TimelineColumns;
}) {
  return (
    <>
      <FilterInput
        ref={filterRef}
        value={filter}
        onChange={onFilter}
        onLeave={onLeaveFilter}
        log={log}
      />
      {/* Where one line is too short, it takes the next together with what follows it. */}
      <div className="flex flex-wrap items-center max-[960px]:basis-[calc(100%-7rem)] max-[480px]:basis-[calc(100%-4rem)]">
        <Button
          look="quiet"
          pressed={paused}
          disabled={!live}
          hint="Pause (p): events wait, none is lost"
          onClick={onPause}
        >
          {paused ? `Resume${held > 0 ? ` (${held.toLocaleString('en')} waiting)` : ''}` : 'Pause'}
        </Button>
        <Button look="quiet" disabled={!live} hint="Hide what has come so far" onClick={onClear}>
          Clear
        </Button>
        <Button
          look="quiet"
          pressed={searching}
          hint={`Search inside payloads ${live ? 'on the server' : 'of this file'}`}
          onClick={onSearch}
        >
          Search <span className="max-[480px]:sr-only">payloads</span>
        </Button>
        <SavedViews filter={filter} onChange={onFilter} />
        <ColumnsMenu columns={columns} />
      </div>
    </>
  );
}
