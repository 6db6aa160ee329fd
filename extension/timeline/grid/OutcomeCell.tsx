import type { ReactNode } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { serverNow } from '../../data/connection/serverClock.ts';
import type { EventState } from '../../data/feed/eventStates.ts';
import { formatMinute } from '../../event/format.ts';
import { OutcomeChip } from '../../event/OutcomeChip.tsx';
import { nextRetryOf } from '../../event/retries.ts';
import { isIn } from '../rows/foldedRows.ts';
import { useTimelineState } from '../state/timeline.ts';

/** The outcome of a delivery. A line whose event failed also says whether it was mended. */
export function OutcomeCell({ row, glyphOnly }: { row: AuditRow; glyphOnly: boolean }) {
  const { log, live, list, rowsOf } = useTimelineState();
  const state = isIn(list.lines, row) ? log.states.stateOf(row) : null;
  const mend = state?.kind === 'mended' ? mendOf(row, state.by, rowsOf(row)) : null;
  if (mend !== null) return <Mended by={mend} glyphOnly={glyphOnly} />;
  const words = state === null ? '' : becameOf(state, rowsOf(row), live);
  if (words === '' || row.outcome !== 'failed') {
    return <OutcomeChip outcome={row.outcome} glyphOnly={glyphOnly} />;
  }
  return (
    <Titled title={`failed, ${words}`} rest={glyphOnly ? null : `, ${words}`}>
      <OutcomeChip outcome="failed" glyphOnly={glyphOnly} />
    </Titled>
  );
}

/** "failed → applied at attempt 4" */
function Mended({ by, glyphOnly }: { by: AuditRow; glyphOnly: boolean }) {
  const how = by.redispatch ? 'by re-dispatch' : `at attempt ${by.attempt}`;
  return (
    <Titled title={`failed → ${by.outcome} ${how}`} rest={glyphOnly ? null : ` ${how}`}>
      {!glyphOnly && (
        <>
          <OutcomeChip outcome="failed" glyphOnly /> →{' '}
        </>
      )}
      <OutcomeChip outcome={by.outcome} glyphOnly={glyphOnly} />
    </Titled>
  );
}

/** The `rest` wraps out of sight where there is no room for all of it. */
function Titled({
  title,
  rest,
  children,
}: {
  title: string;
  rest: string | null;
  children: ReactNode;
}) {
  return (
    <span title={title} className="block h-4 overflow-hidden whitespace-normal">
      <span className="whitespace-nowrap">{children}</span>
      <wbr />
      <span className="whitespace-nowrap">{rest}</span>
    </span>
  );
}

/** The row that mended a failure, unless the line's own outcome is newer. */
function mendOf(line: AuditRow, by: AuditRow | null, rows: readonly AuditRow[]): AuditRow | null {
  const failure = rows.find(({ outcome }) => outcome === 'failed');
  if (by === null || failure === undefined || by.seq < failure.seq) return null;
  return line === by || ['failed', 'duplicate'].includes(line.outcome) ? by : null;
}

function becameOf(state: EventState, rows: readonly AuditRow[], live: boolean): string {
  switch (state.kind) {
    case 'never failed':
      return '';
    case 'superseded':
      return 'superseded';
    case 'mended':
      return 'after it had succeeded';
    case 'open': {
      const retry = live ? nextRetryOf(rows) : null;
      // Svix adds some jitter. A retry that is long overdue may never come.
      return retry === null || retry + 60_000 < serverNow()
        ? ''
        : `next retry about ${formatMinute(retry)}`;
    }
  }
}
