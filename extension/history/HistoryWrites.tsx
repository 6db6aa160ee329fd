import { OutcomeChip } from '../event/OutcomeChip.tsx';
import { usePanel } from '../panel/panel.tsx';
import { Button } from '../ui/control/Button.tsx';
import { visibleString } from '../ui/text/invisibleCharacters.ts';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { momentText, When } from '../ui/time/When.tsx';
import type { HistoryStep } from './steps.ts';
import { WriteChanges } from './WriteChanges.tsx';

/** The writes to a document, with marks for re-dispatches and for edits outside webhooks. */
export function HistoryWrites({
  steps,
  position,
  onMove,
}: {
  steps: readonly HistoryStep[];
  position: number;
  onMove: (position: number) => void;
}) {
  const { select } = usePanel();
  return (
    <section aria-label="Events">
      <h3 className="bg-surface px-2 py-1 font-semibold">
        Events that wrote this row, newest first
      </h3>
      <ol>
        {steps
          .map((step, index) => (
            <li
              key={step.write.row._id}
              className={`flex flex-wrap items-center gap-x-1 border-b border-hairline px-1 py-0.5 ${index === position ? 'bg-selected' : ''}`}
            >
              <Button
                look="quiet"
                aria-current={index === position || undefined}
                onClick={() => onMove(index)}
              >
                <When at={step.write.row.received_at} />
              </Button>
              <VisibleText text={step.write.row.event_type} />
              <OutcomeChip outcome={step.write.row.outcome} />
              <WriteMarks step={step} />
              <Button
                look="quiet"
                className="ml-auto text-accent"
                aria-label={`Open ${visibleString(step.write.row.event_type)}, ${momentText(step.write.row.received_at)}`}
                onClick={() => select(step.write.row._id)}
              >
                Open
              </Button>
              <div className="w-full min-w-0 px-2 pb-1 break-words text-muted">
                <WriteChanges step={step} />
              </div>
            </li>
          ))
          .toReversed()}
      </ol>
    </section>
  );
}

function WriteMarks({ step: { write, outside } }: { step: HistoryStep }) {
  const { redispatch } = write.row;
  return (
    <>
      {redispatch !== undefined && (
        <span className="min-w-0 text-accent">
          <span aria-hidden>↻ </span>
          re-dispatched by <VisibleText text={redispatch.by} />
          {redispatch.edited && ', edited'}
          {redispatch.forced && ', forced'}
          {redispatch.note !== undefined && (
            <>
              : <VisibleText text={redispatch.note} />
            </>
          )}
        </span>
      )}
      {outside.length > 0 && (
        <span
          className="bg-warning-bg px-1 text-warning"
          title={`Edited outside webhooks before this event: ${outside.join(', ')}`}
        >
          ⚠ edited outside webhooks
        </span>
      )}
    </>
  );
}
