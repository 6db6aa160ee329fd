import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Event } from '../../../webhooks/shared/delivery.ts';
import { serverClock } from '../../data/connection/serverClock.ts';
import { isImported } from '../../data/imported.ts';
import { formatTime } from '../../event/format.ts';
import { OutcomeChip } from '../../event/OutcomeChip.tsx';
import { nextRetryOf } from '../../event/retries.ts';
import { usePanel } from '../../panel/panel.tsx';
import { formatLatency } from '../../ui/time/duration.ts';
import { Button } from '../../ui/control/Button.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { useNow } from '../../ui/time/useNow.ts';
import { momentText } from '../../ui/time/When.tsx';

/** The attempts and re-dispatches of an event, oldest first, with the time that passed between them. */
export function AttemptStrip({
  event: { rows, state },
  open,
}: {
  event: Event;
  /** The delivery that the inspector shows. */
  open: AuditId;
}) {
  const newest = rows[0];
  const oldestFirst = rows.toReversed();
  const isAwaited = state.state === 'open' && !isImported(open);
  const next = isAwaited ? nextRetryOf(rows) : null;
  const now = useNow(5_000) + serverClock.skew;
  return (
    <section aria-label="Attempts and re-dispatches" className="p-2">
      <h3 className="mb-1 font-semibold">Attempts</h3>
      <ol>
        {oldestFirst.map((row, index) => (
          <li key={row._id}>
            {index > 0 && <Gap ms={row.received_at - oldestFirst[index - 1]!.received_at} />}
            <Attempt row={row} isOpen={row._id === open} />
          </li>
        ))}
        {next !== null && next > now && (
          <li className="text-muted">
            <Gap ms={next - newest!.received_at} />
            <span className="px-1">next retry about {formatTime(next)}</span>
          </li>
        )}
      </ol>
    </section>
  );
}

function Attempt({ row, isOpen }: { row: AuditRow; isOpen: boolean }) {
  const { select } = usePanel();
  const { redispatch, attempt, outcome, received_at } = row;
  return (
    <div
      aria-current={isOpen || undefined}
      className={`flex min-h-6 flex-wrap items-center gap-x-2 rounded-sm px-1 ${isOpen ? 'bg-selected' : ''}`}
    >
      <OutcomeChip outcome={outcome} />
      <span className="min-w-0 truncate">
        {redispatch === undefined ? (
          `attempt ${attempt}`
        ) : (
          <>
            <span aria-hidden>↻ </span>
            <VisibleText text={redispatch.by} />
            {redispatch.forced && ', forced'}
            {redispatch.edited && ', edited'}
          </>
        )}
      </span>
      <span className="ml-auto" title={momentText(received_at)}>
        {isOpen ? (
          <span className="px-2 text-muted tabular-nums">{formatTime(received_at)}</span>
        ) : (
          <Button
            look="link"
            className="px-2 py-1 tabular-nums"
            aria-label={`Open ${redispatch === undefined ? `attempt ${attempt}` : 're-dispatch'} of ${momentText(received_at)}`}
            onClick={() => select(row._id)}
          >
            {formatTime(received_at)}
          </Button>
        )}
      </span>
    </div>
  );
}

function Gap({ ms }: { ms: number }) {
  return (
    <p className="ml-[11px] border-l border-hairline pl-2.5 text-muted">
      {formatLatency(Math.max(ms, 0))} later
    </p>
  );
}
