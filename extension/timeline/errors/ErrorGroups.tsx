import type { ReactNode } from 'react';
import { isImported } from '../../data/imported.ts';
import { formatTime } from '../../event/format.ts';
import { usePanel } from '../../panel/panel.tsx';
import { Button } from '../../ui/control/Button.tsx';
import { EmptyState } from '../../ui/notice/EmptyState.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { momentText } from '../../ui/time/When.tsx';
import { usePaced } from '../../ui/redraw/usePaced.ts';
import { formatFilter } from '../filter/filter.ts';
import { IDS_AT_MOST } from '../filter/selection.ts';
import { stateTest } from '../filter/states.ts';
import { useTimelineState } from '../state/timeline.ts';
import { errorGroups, type ErrorGroup } from './errorGroups.ts';

/** Counting reads all rows, so it lags behind a busy stream. */
const COUNT_AFTER_MS = 500;

/** Where there is no room, the error and the button to re-dispatch matter more. */
const ONLY_WIDE = 'max-[480px]:hidden';

/** The failures that match the filter, grouped by error, each with a button to re-dispatch them. */
export function ErrorGroups({ onFilter }: { onFilter: (filter: string) => void }) {
  const { log, ofAnyOutcome, open, live, terms } = useTimelineState();
  const count = () => errorGroups(ofAnyOutcome, log.states, stateTest(terms));
  const groups = usePaced(count, log.version, ofAnyOutcome, COUNT_AFTER_MS);
  if (groups.length === 0) return <EmptyState title="No failure matches the filter" />;
  return (
    <div className="h-full overflow-auto" tabIndex={0} role="region" aria-label="Failures by error">
      <table className="w-full border-collapse text-left">
        <thead className="sticky top-0 bg-surface text-muted">
          <tr className="border-b border-hairline">
            <Head>Error</Head>
            <Head isNumber>Failures</Head>
            <Head isNumber className={ONLY_WIDE}>
              Events
            </Head>
            {open !== null && <Head isNumber>{live ? 'Open' : 'Open in this file'}</Head>}
            <Head className={ONLY_WIDE}>First</Head>
            <Head className={ONLY_WIDE}>Last</Head>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <GroupRow
              key={group.error}
              group={group}
              knowsOpen={open !== null}
              onFilter={onFilter}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function GroupRow({
  group,
  knowsOpen,
  onFilter,
}: {
  group: ErrorGroup;
  knowsOpen: boolean;
  onFilter: (filter: string) => void;
}) {
  const { role, openBatch } = usePanel();
  const { error, shared, failures, events, open, first, last } = group;
  const ids = open.map(({ _id }) => _id).filter((id) => !isImported(id));
  const show = () =>
    onFilter(
      formatFilter([
        { field: 'outcome', value: 'failed', negated: false },
        { field: null, value: shared, negated: false },
      ]),
    );
  return (
    <tr className="border-b border-hairline align-top hover:bg-hover">
      <th scope="row" className="px-2 py-1 font-normal break-words">
        <button
          type="button"
          className="text-left hover:underline"
          title="Show these"
          onClick={show}
        >
          <VisibleText text={error} />
        </button>
      </th>
      <Numeral>{failures}</Numeral>
      <Numeral className={ONLY_WIDE}>{events}</Numeral>
      {knowsOpen && (
        <Numeral className={open.length > 0 ? 'text-failed' : ''}>{open.length}</Numeral>
      )}
      <Moment at={first} />
      <Moment at={last} />
      <td className="px-2 py-0.5 text-right">
        {role === 'redispatcher' && ids.length > 0 && (
          <Button onClick={() => openBatch({ ids: ids.slice(0, IDS_AT_MOST) })}>
            Re-dispatch {Math.min(ids.length, IDS_AT_MOST).toLocaleString('en')} open…
          </Button>
        )}
      </td>
    </tr>
  );
}

function Head({
  isNumber = false,
  className = '',
  children,
}: {
  isNumber?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <th
      scope="col"
      className={`px-2 py-1 font-normal ${isNumber ? 'text-right' : ''} ${className}`}
    >
      {children}
    </th>
  );
}

function Numeral({ className = '', children }: { className?: string; children: number }) {
  return (
    <td className={`px-2 py-1 text-right tabular-nums ${className}`}>
      {children.toLocaleString('en')}
    </td>
  );
}

function Moment({ at }: { at: number }) {
  return (
    <td className={`px-2 py-1 whitespace-nowrap tabular-nums ${ONLY_WIDE}`} title={momentText(at)}>
      {formatTime(at)}
    </td>
  );
}
