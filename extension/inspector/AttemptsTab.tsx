import type { AuditId, AuditRow } from '../../webhooks/shared/auditRow.ts';
import type { OpenedDelivery } from '../data/openedDelivery.ts';
import { Button } from '../ui/control/Button.tsx';
import { OutcomeChip } from '../event/OutcomeChip.tsx';
import { usePanel } from '../panel/panel.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { When } from '../ui/time/When.tsx';

/** All attempts and re-dispatches of one event, newest first, each with a button that opens it. */
export function AttemptsTab({ delivery: { row, event } }: { delivery: OpenedDelivery }) {
  const panel = usePanel();
  const original = row.redispatch?.of;
  const [redispatches, attempts] = [true, false].map((isRedispatch) =>
    event.rows.filter(({ redispatch }) => (redispatch !== undefined) === isRedispatch),
  ) as [AuditRow[], AuditRow[]];
  return (
    <div className="h-full overflow-auto" tabIndex={0} role="region" aria-label="Attempts">
      {original !== undefined && (
        <p className="border-b border-hairline p-1">
          <Button look="quiet" onClick={() => panel.select(original)}>
            ↰ Open the original delivery
          </Button>
        </p>
      )}
      <AttemptTable caption="Attempts" rows={attempts} open={row._id} />
      {redispatches.length > 0 ? (
        <AttemptTable caption="Re-dispatches" rows={redispatches} open={row._id} />
      ) : (
        <p className="p-2 text-muted">Never re-dispatched. Press Re-dispatch above to do so.</p>
      )}
    </div>
  );
}

function AttemptTable({
  caption,
  rows,
  open,
}: {
  caption: string;
  rows: readonly AuditRow[];
  /** The row that the inspector shows. */
  open: AuditId;
}) {
  const { select } = usePanel();
  return (
    <table className="w-full border-collapse text-left">
      <caption className="bg-surface px-2 py-1 text-left font-semibold">{caption}</caption>
      <tbody className="align-top">
        {rows.map((row) => (
          <tr
            key={row._id}
            aria-current={row._id === open || undefined}
            className={`border-b border-hairline ${row._id === open ? 'bg-selected' : ''}`}
          >
            <td className="w-8 px-2 py-1 text-right text-muted">{row.attempt}</td>
            <td className="px-2 py-1 whitespace-nowrap">
              {row._id === open ? (
                <When at={row.received_at} />
              ) : (
                <Button look="link" onClick={() => select(row._id)}>
                  <When at={row.received_at} />
                </Button>
              )}
            </td>
            <td className="w-full px-1 py-1 wrap-anywhere text-muted">
              <span className="mr-2 inline-block min-w-20">
                <OutcomeChip outcome={row.outcome} />
              </span>{' '}
              {row.redispatch && (
                <>
                  by <VisibleText text={row.redispatch.by} />.{' '}
                </>
              )}
              {row.redispatch?.note !== undefined && (
                <>
                  <VisibleText text={row.redispatch.note} />{' '}
                </>
              )}
              <VisibleText text={row.error_line ?? row.reason ?? ''} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
