import { Button } from '../../app/Button.tsx';
import { visibleString } from '../../app/invisibleCharacters.ts';
import { OutcomeChip } from '../../app/OutcomeChip.tsx';
import { usePanel } from '../../app/panel.tsx';
import { VisibleText } from '../../app/VisibleText.tsx';
import { momentText, When } from '../../app/When.tsx';
import type { ReplayStep } from '../../data/replay.ts';
import { listFields } from '../fieldNames.ts';

/** A user's events, newest first: what each set, and where the stored row left the history. */
export function HistoryEvents({
  steps,
  position,
  numbered,
  driftNow,
  onMove,
}: {
  steps: ReplayStep[];
  position: number;
  /** Whether the oldest that is kept is among them, so that numbers hold. */
  numbered: boolean;
  /** null when it is not known what is stored now. */
  driftNow: string[] | null;
  onMove: (position: number) => void;
}) {
  const { select } = usePanel();
  return (
    <section aria-label="Events">
      <h3 className="bg-surface px-2 py-1 font-semibold">
        {numbered ? 'Events' : `Events: the ${steps.length} newest`}
      </h3>
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
                {numbered && `${index + 1}. `}
                <When at={step.row.received_at} />
              </Button>
              <VisibleText text={step.row.event_type} />
              <OutcomeChip outcome={step.row.outcome} />
              {step.drift.length > 0 && <Drift fields={step.drift} />}
              <Button
                look="quiet"
                className="ml-auto text-accent"
                aria-label={`Open ${visibleString(step.row.event_type)}, ${momentText(step.row.received_at)}`}
                onClick={() => select(step.row._id)}
              >
                Open
              </Button>
              {setWords(step) !== '' && (
                <span className="w-full px-2 pb-1 text-muted">{setWords(step)}</span>
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
      title={`The stored row was not what the history says: ${listFields(fields)}`}
    >
      ⚠ differs
    </span>
  );
}

/** What an event did to the row. */
function setWords({ user, set }: ReplayStep): string {
  if (set.length === 0) return '';
  if (user === null) return 'Removed the row';
  // Order keys move with nearly every event and tell nothing in a list.
  const told = set.filter(
    (field) => !['clerk_id', 'clerk_updated_at', 'clerk_event_at'].includes(field),
  );
  // The id of a row never changes: it comes with the row.
  if (set.includes('clerk_id')) return `Created the row with ${listFields(told)}`;
  return told.length === 0 ? '' : `Set ${listFields(told)}`;
}
