import { useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { Batch } from '../../convex/shared/batch.ts';
import { OUTCOMES } from '../../convex/shared/outcome.ts';
import { Button } from '../app/Button.tsx';
import { CopyButton } from '../app/CopyButton.tsx';
import { Failure } from '../app/Failure.tsx';
import { Loading } from '../app/Loading.tsx';
import { OutcomeChip } from '../app/OutcomeChip.tsx';
import { usePanel } from '../app/panel.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import { momentText } from '../app/When.tsx';
import { useOperatorMutation } from '../data/operator.tsx';
import { useBatchRows } from '../data/batchRows.ts';
import { useBatch } from '../data/redispatch.ts';
import { refusalMessage } from '../data/refusal.ts';
import { BatchRows } from './BatchRows.tsx';
import { batchReport } from './batchReport.ts';
import { deliveriesOf, deliveryCount, figure } from './effectSummary.ts';
import { selectionWords, WHY_PASSED_OVER } from './selectionWords.ts';

/** One batch as it goes on: cancel while it runs, what it made, and a report to copy. */
export function BatchProgress({ id, onClose }: { id: Batch['_id']; onClose: () => void }) {
  const batch = useBatch(id);
  if (batch.status === 'pending') return <Loading text="Loading the batch …" />;
  if (batch.status === 'error') {
    return <Failure message={refusalMessage(batch.error)} />;
  }
  return <Progress batch={batch.data} onClose={onClose} />;
}

function Progress({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { role, deployment, select, setFilter } = usePanel();
  const cancel = useOperatorMutation(api.redispatch.cancelBatch);
  const [refused, setRefused] = useState<string | null>(null);
  const { counts, skipped, total, state, reason } = batch;
  const sent = deliveriesOf(counts);
  const walked = sent + skipped;
  const { rows, error } = useBatchRows(batch, sent);
  const problem = refused ?? error;

  return (
    <section aria-label="Batch" className="flex flex-col gap-2">
      <p>
        <VisibleText text={selectionWords(batch.selection, momentText)} />, by{' '}
        <VisibleText text={batch.by} />
        {batch.force && ', forced'}
        {batch.note !== undefined && (
          <>
            . Note: <VisibleText text={batch.note} />
          </>
        )}
      </p>
      <progress
        aria-label="Progress"
        className="h-1.5 w-full appearance-none bg-hover indeterminate:[&::-webkit-progress-bar]:bg-accent/60 motion-safe:indeterminate:animate-pulse [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent"
        max={total === 'more' ? undefined : Math.max(total, walked, 1)}
        value={state === 'done' ? Math.max(walked, 1) : total === 'more' ? undefined : walked}
      />
      <p role="status">
        {progressWords(batch)}
        {state === 'cancelled' && reason !== undefined && `. ${reason}`}
      </p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
          <li key={outcome}>
            <OutcomeChip outcome={outcome} /> {figure(counts[outcome])}
          </li>
        ))}
        {skipped > 0 && (
          <li className="text-muted">
            {figure(skipped)} passed over: {WHY_PASSED_OVER}
          </li>
        )}
      </ul>
      <BatchRows
        rows={rows}
        onOpen={(delivery) => {
          onClose();
          select(delivery);
        }}
      />
      {problem !== null && <Failure message={problem} />}
      <div className="flex flex-wrap gap-2">
        {state === 'running' && (
          <Button
            disabled={role === 'viewer'}
            onClick={() => {
              cancel({ id: batch._id }).then(
                () => setRefused(null),
                (error: unknown) => setRefused(refusalMessage(error)),
              );
            }}
          >
            Cancel the batch
          </Button>
        )}
        {rows.length > 0 && (
          <Button
            onClick={() => {
              onClose();
              setFilter(`batch:${batch._id}`);
            }}
          >
            Show in the timeline
          </Button>
        )}
        <CopyButton text={() => batchReport(batch, rows, deployment)}>Copy report</CopyButton>
      </div>
    </section>
  );
}

/** How far it is. What was passed over is in neither number, so that they agree at the end. */
function progressWords({ state, counts, total, skipped }: Batch): string {
  const sent = deliveriesOf(counts);
  const isCounted = total !== 'more';
  const far = isCounted
    ? `${figure(sent)} of ${deliveryCount(total - skipped)}`
    : deliveryCount(sent);
  if (state === 'running') return `Running: ${far}${isCounted ? '' : ' so far'}`;
  return state === 'done' ? `Done: ${far}` : `Cancelled after ${far}`;
}
