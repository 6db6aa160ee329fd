import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { Button } from '../../ui/control/Button.tsx';
import { visibleString } from '../../ui/text/invisibleCharacters.ts';
import { OutcomeChip } from '../../event/OutcomeChip.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { BatchChanges } from './BatchChanges.tsx';

const LISTED = 200;

/** The newest deliveries of a batch. A click opens one. */
export function BatchRows({
  rows,
  onOpen,
}: {
  /** In the order in which they were sent. */
  rows: readonly AuditRow[];
  onOpen: (id: AuditId) => void;
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
        <ul>
          {rows
            .slice(-LISTED)
            .toReversed()
            .map((row) => (
              <li
                key={row._id}
                className="flex flex-wrap items-center gap-x-2 border-b border-hairline py-0.5 last:border-0"
              >
                <Button
                  look="quiet"
                  className="w-32 text-accent"
                  title={visibleString(row.event_type)}
                  onClick={() => onOpen(row._id)}
                >
                  <span className="truncate">
                    <VisibleText text={row.event_type} />
                  </span>
                </Button>
                <span className="min-w-0 flex-1 basis-16 truncate">
                  <VisibleText text={row.user_label ?? row.clerk_user_id ?? '–'} />
                </span>
                <span className="w-24">
                  <OutcomeChip outcome={row.outcome} />
                </span>
                <span className="min-w-0 flex-2 basis-48 px-2 break-words">
                  <BatchChanges row={row} />
                </span>
              </li>
            ))}
        </ul>
      </div>
      {rows.length > LISTED && (
        <p className="text-muted">
          The newest {LISTED} of {rows.length.toLocaleString('en')} are listed here.
        </p>
      )}
    </div>
  );
}
