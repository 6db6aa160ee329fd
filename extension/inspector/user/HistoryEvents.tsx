import { Button } from '../../app/Button.tsx';
import { OutcomeChip } from '../../app/OutcomeChip.tsx';
import { usePanel } from '../../app/panel.tsx';
import { VisibleText } from '../../app/VisibleText.tsx';
import { When } from '../../app/When.tsx';
import type { ReplayStep } from '../../data/replay.ts';
import { listFields } from '../fieldNames.ts';

/** A user's events, newest first: what each set, and where the stored row left the history. */
export function HistoryEvents({
  steps,
  position,
  driftNow,
  onMove,
}: {
  steps: ReplayStep[];
  position: number;
  /** null when it is not known what is stored now. */
  driftNow: string[] | null;
  onMove: (position: number) => void;
}) {
  const { select } = usePanel();
  return (
    <section aria-label="Events">
      <h3 className="bg-surface px-2 py-1 font-semibold">Events</h3>
      <ol reversed>
        {driftNow !== null && (
          <li
            className={`flex items-center gap-1 border-b border-hairline px-1 py-0.5 ${position === steps.length ? 'bg-selected' : ''}`}
          >
            <Button
              look="quiet"
              aria-current={position === steps.length || undefined}
              onClick={() => onMove(steps.length)}
            >
              Now
            </Button>
            {driftNow.length > 0 && <Drift fields={driftNow} />}
          </li>
        )}
        {steps
          .map((step, index) => (
            <li
              key={step.row._id}
              className={`flex flex-wrap items-center gap-x-1 border-b border-hairline px-1 py-0.5 ${index === position ? 'bg-selected' : ''}`}
            >
              <Button
                look="quiet"
                aria-current={index === position || undefined}
                onClick={() => onMove(index)}
              >
                {index + 1}. <When at={step.row.received_at} />
              </Button>
              <VisibleText text={step.row.event_type} />
              <OutcomeChip outcome={step.row.outcome} />
              {step.drift.length > 0 && <Drift fields={step.drift} />}
              <Button
                look="quiet"
                className="ml-auto text-accent"
                aria-label={`Open event ${index + 1}`}
                onClick={() => select(step.row._id)}
              >
                Open
              </Button>
              {told(step.set).length > 0 && (
                <span className="w-full px-2 pb-1 text-muted">
                  Set {listFields(told(step.set))}
                </span>
              )}
            </li>
          ))
          .toReversed()}
      </ol>
    </section>
  );
}

function Drift({ fields }: { fields: string[] }) {
  return (
    <span
      className="bg-warning-bg px-1 text-warning"
      title={`The stored row was not what the history says: ${fields.join(', ')}`}
    >
      ⚠ differs
    </span>
  );
}

/** Order keys move with nearly every event and tell nothing in a list. */
function told(fields: string[]): string[] {
  return fields.filter((field) => field !== 'clerk_updated_at' && field !== 'clerk_event_at');
}
