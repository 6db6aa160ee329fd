import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { Button } from '../../ui/control/Button.tsx';
import { visibleString } from '../../ui/text/invisibleCharacters.ts';
import { OutcomeChip } from '../../event/OutcomeChip.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { BatchChanges } from './BatchChanges.tsx';

const LISTED = 200;
/** Of a delivery with one change, in pixels, with its border. */
const ROW_HEIGHT = 29;

/** The newest deliveries of a batch. A click opens one. */
export function BatchRows({
  rows,
  expected,
  onOpen,
}: {
  /** In the order in which they were sent. */
  rows: readonly AuditRow[];
  /** How many there will be at most, if more are to come. There is room for them from the start. */
  expected: number;
  onOpen: (id: AuditId) => void;
}) {
  if (rows.length === 0 && expected === 0) return null;
  return (
    <div
      role="region"
      aria-label="Deliveries of the batch"
      tabIndex={0}
      style={{ minHeight: `min(16rem, ${ROW_HEIGHT * Math.min(expected, LISTED)}px)` }}
      className="max-h-64 overflow-auto border border-hairline empty:border-0"
    >
      {rows.length > 0 && (
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
      )}
      {rows.length > LISTED && (
        <p className="px-2 py-1 text-muted">
          The newest {LISTED} of {rows.length.toLocaleString('en')} are listed here.
        </p>
      )}
    </div>
  );
}
