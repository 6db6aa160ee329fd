import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { Button } from '../app/Button.tsx';
import { OutcomeChip } from '../app/OutcomeChip.tsx';
import { VisibleText } from '../inspector/VisibleText.tsx';
import { changedWords } from '../timeline/item.ts';

const LISTED = 200;

/** The newest deliveries of a batch, and the way to all of them. */
export function BatchRows({
  rows,
  onOpen,
  onShowAll,
}: {
  /** In the order in which they were sent. */
  rows: readonly AuditRow[];
  onOpen: (id: AuditRow['_id']) => void;
  onShowAll: () => void;
}) {
  if (rows.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <div
        role="region"
        aria-label="Deliveries of the batch"
        tabIndex={0}
        className="max-h-64 overflow-auto border border-hairline"
      >
        <table className="w-full border-collapse text-left">
          <tbody className="align-top">
            {rows
              .slice(-LISTED)
              .toReversed()
              .map((row) => (
                <tr key={row._id} className="border-b border-hairline last:border-0">
                  <th scope="row" className="font-normal whitespace-nowrap">
                    <Button look="quiet" className="text-accent" onClick={() => onOpen(row._id)}>
                      {row.event_type}
                    </Button>
                  </th>
                  <td className="px-2 py-1">
                    <VisibleText text={row.user_label ?? row.clerk_user_id ?? '–'} />
                  </td>
                  <td className="px-2 py-1">
                    <OutcomeChip outcome={row.outcome} />
                  </td>
                  <td className="w-1/2 px-2 py-1 break-words">
                    {changedWords(row) || <span className="text-muted">{row.reason}</span>}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={onShowAll}>Show in the timeline</Button>
        {rows.length > LISTED && (
          <span className="text-muted">
            The newest {LISTED} of {rows.length.toLocaleString()} are listed here.
          </span>
        )}
      </div>
    </div>
  );
}
