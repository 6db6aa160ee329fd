import type { ReactNode } from 'react';
import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Event } from '../../../webhooks/shared/delivery.ts';
import { serverClock } from '../../data/connection/serverClock.ts';
import { isImported, NOT_IN_FILE } from '../../data/imported.ts';
import { OutcomeChip } from '../../event/OutcomeChip.tsx';
import { formatTime } from '../../event/format.ts';
import { nextRetryOf } from '../../event/retries.ts';
import { usePanel } from '../../panel/panel.tsx';
import { Button } from '../../ui/control/Button.tsx';
import { Notice } from '../../ui/notice/Notice.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { useNow } from '../../ui/time/useNow.ts';
import { When } from '../../ui/time/When.tsx';

/**
 * For an event that failed: whether it was mended, and by which delivery. The same for all rows of
 * the event.
 */
export function EventFate({ row, event: { rows, state } }: { row: AuditRow; event: Event }) {
  switch (state.state) {
    case 'never failed':
      return null;
    case 'open':
      if (isImported(row._id)) {
        return (
          <Notice>
            Open in this file: this event failed, and nothing in the file mended it. Later
            deliveries may be missing from the file.
          </Notice>
        );
      }
      return (
        <Notice>
          Open: this event failed, and nothing has mended it. <NextAttempt rows={rows} />
        </Notice>
      );
    case 'mended':
      return <Mended row={row} by={state.by} rows={rows} />;
    case 'superseded':
      return (
        <Settled by={state.by}>
          Superseded: this event failed, but a newer event of the same{' '}
          {row.clerk_user_id === row.subject ? 'user' : 'object'} was handled.
        </Settled>
      );
  }
}

function Mended({ row, by, rows }: { row: AuditRow; by: AuditId; rows: readonly AuditRow[] }) {
  const mend = rows.find(({ _id }) => _id === by);
  if (by === row._id) {
    return (
      <Settled by={null}>
        Mended: the event had failed before this {row.redispatch ? 're-dispatch' : 'attempt'}.
      </Settled>
    );
  }
  if (by === NOT_IN_FILE) {
    return <Settled by={null}>Mended by a delivery that is not in the file.</Settled>;
  }
  // If the event has many rows, the mending one may be older than the listed rows.
  if (mend === undefined) return <Settled by={by}>Mended by an earlier delivery.</Settled>;
  return (
    <Settled by={by}>
      Failed → <OutcomeChip outcome={mend.outcome} /> at{' '}
      {mend.redispatch ? (
        <>
          a re-dispatch by <VisibleText text={mend.redispatch.by} />
        </>
      ) : (
        `attempt ${mend.attempt}`
      )}
      , <When at={mend.received_at} />.
    </Settled>
  );
}

/** The sender retries for about a day; after that, only an operator can. */
function NextAttempt({ rows }: { rows: readonly AuditRow[] }) {
  const next = nextRetryOf(rows);
  const now = useNow(5_000) + serverClock.skew;
  if (next === null) return <>It won’t be retried automatically: re-dispatch once it is fixed.</>;
  return (
    <>
      {next > now ? 'Next retry about ' : 'A retry was due about '}
      {formatTime(next)}.
    </>
  );
}

function Settled({ by, children }: { by: AuditId | null; children: ReactNode }) {
  const { select } = usePanel();
  return (
    <div className="flex flex-wrap items-center gap-x-2 border-b border-hairline bg-surface px-2 py-1">
      <p className="min-w-0 break-words">{children}</p>
      {by !== null && <Button onClick={() => select(by)}>Open that delivery</Button>}
    </div>
  );
}
