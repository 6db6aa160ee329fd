import { useState } from 'react';
import { api } from '../../../convex/_generated/api.js';
import type { Batch } from '../../../webhooks/shared/batch.ts';
import { OUTCOMES } from '../../../webhooks/shared/outcome.ts';
import { Button } from '../../ui/control/Button.tsx';
import { CopyButton } from '../../ui/control/CopyButton.tsx';
import { Failure } from '../../ui/notice/Failure.tsx';
import { Loading } from '../../panel/Loading.tsx';
import { OutcomeChip } from '../../event/OutcomeChip.tsx';
import { usePanel } from '../../panel/panel.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { momentText } from '../../ui/time/When.tsx';
import { useOperatorMutation } from '../../data/connection/operator.tsx';
import { useBatchRows } from '../../data/batchRows.ts';
import { useBatch } from '../../data/redispatch.ts';
import { refusalMessage } from '../../data/connection/refusal.ts';
import { BatchRows } from './BatchRows.tsx';
import { batchReport } from './batchReport.ts';
import { deliveriesOf, deliveryCount, figure } from '../send/effectSummary.ts';
import { SendButton } from '../send/SendButton.tsx';
import { selectionWords, WHY_GIVEN_UP, WHY_SKIPPED } from './selectionWords.ts';

/**
 * The live progress of one batch: a button to cancel it, a report to copy, and the deliveries that
 * it made. They come last, so that the buttons above do not move while they come.
 */
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
  const cancel = useOperatorMutation(api.webhookAudit.cancelBatch);
  const [cancelError, setCancelError] = useState<string | null>(null);
  const { counts, skipped, given_up, total, state, reason } = batch;
  const sent = deliveriesOf(counts);
  const walked = sent + skipped;
  const { rows, error } = useBatchRows(batch, sent);
  const problem = cancelError ?? error;

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
      {/* A bar of unknown length would look as if a cancelled batch still ran. */}
      {(state !== 'cancelled' || total !== 'more') && (
        <progress
          aria-label="Progress"
          className="h-1.5 w-full appearance-none bg-hover indeterminate:striped motion-safe:indeterminate:animate-pulse [&::-moz-progress-bar]:bg-accent indeterminate:[&::-moz-progress-bar]:bg-transparent [&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:bg-accent"
          max={total === 'more' ? undefined : Math.max(total, walked, 1)}
          value={state === 'done' ? Math.max(walked, 1) : total === 'more' ? undefined : walked}
        />
      )}
      <p role="status">
        {progressWords(batch)}
        {state === 'cancelled' && reason !== undefined && `. ${reason}`}
      </p>
      {problem !== null && <Failure message={problem} />}
      <div className="flex flex-wrap items-center gap-2">
        {state === 'running' && (
          <SendButton
            disabled={role === 'viewer'}
            hint={role === 'viewer' ? 'Your key is read-only' : undefined}
            onSend={() => {
              cancel({ id: batch._id }).then(
                () => setCancelError(null),
                (error: unknown) => setCancelError(refusalMessage(error)),
              );
            }}
          >
            Cancel the batch
          </SendButton>
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
        {state === 'running' && <span className="text-muted">It continues if you close this.</span>}
      </div>
      <ul className="flex min-h-4 flex-wrap gap-x-4 gap-y-1">
        {OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
          <li key={outcome}>
            <OutcomeChip outcome={outcome} /> {figure(counts[outcome])}
          </li>
        ))}
        {given_up > 0 && (
          <li className="text-failed">
            {figure(given_up)} of the failed given up: {WHY_GIVEN_UP}
          </li>
        )}
        {skipped > 0 && (
          <li className="text-muted">
            {figure(skipped)} skipped: {WHY_SKIPPED}
          </li>
        )}
      </ul>
      <BatchRows
        rows={rows}
        expected={state === 'running' ? (total === 'more' ? Infinity : total - skipped) : 0}
        onOpen={(delivery) => {
          onClose();
          select(delivery);
        }}
      />
    </section>
  );
}

/**
 * How many deliveries were sent, of how many. Neither counts skipped ones, so that both agree at
 * the end.
 */
function progressWords({ state, counts, total, skipped }: Batch): string {
  const sent = deliveriesOf(counts);
  const isCounted = total !== 'more';
  const far = isCounted
    ? `${figure(sent)} of ${deliveryCount(total - skipped)}`
    : deliveryCount(sent);
  if (state === 'running') return `Running: ${far}${isCounted ? '' : ' so far'}`;
  return state === 'done' ? `Done: ${far}` : `Cancelled after ${far}`;
}
