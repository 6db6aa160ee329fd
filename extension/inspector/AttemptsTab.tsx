import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Delivery } from '../../convex/shared/delivery.ts';
import { Button } from '../app/Button.tsx';
import { OutcomeChip } from '../app/OutcomeChip.tsx';
import { usePanel } from '../app/panel.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import { When } from '../app/When.tsx';

/** Every attempt of one event, and every re-dispatch of it; each opens. */
export function AttemptsTab({ delivery: { row, attempts, redispatches } }: { delivery: Delivery }) {
  const panel = usePanel();
  const original = row.redispatch?.of;
  return (
    <div className="h-full overflow-auto" tabIndex={0} role="region" aria-label="Attempts">
      {original !== undefined && (
        <p className="border-b border-hairline p-1">
          <Button look="quiet" onClick={() => panel.select(original)}>
            ↰ Open the original delivery
          </Button>
        </p>
      )}
      <AttemptTable
        caption={row.source === 'redispatch' ? 'Re-dispatches of the original' : 'Attempts'}
        rows={attempts}
        open={row._id}
      />
      {redispatches.length > 0 && (
        <AttemptTable caption="Re-dispatches" rows={redispatches} open={row._id} />
      )}
      {redispatches.length === 0 && row.source === 'clerk' && (
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
  open: AuditRow['_id'];
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
            <td className="py-0.5 whitespace-nowrap">
              {row._id === open ? (
                <span className="inline-block px-2 py-0.5">
                  <When at={row.received_at} />
                </span>
              ) : (
                <Button look="quiet" className="text-accent" onClick={() => select(row._id)}>
                  <When at={row.received_at} />
                </Button>
              )}
            </td>
            <td className="px-1 py-1">
              <OutcomeChip outcome={row.outcome} />
            </td>
            <td className="w-full px-2 py-1 break-words text-muted">
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
              {row.reason !== undefined && <VisibleText text={row.reason} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
