import { useMemo } from 'react';
import type { Delivery } from '../../../webhooks/shared/delivery.ts';
import { EmptyState } from '../../ui/notice/EmptyState.tsx';
import { Failure } from '../../ui/notice/Failure.tsx';
import { LoadError } from '../../ui/notice/Notice.tsx';
import { useWorkerDocument } from '../../data/worker/useWorkerDocument.ts';
import { DiffList } from './DiffList.tsx';
import type { openPayloadDiff } from '../../event/diff/payloadDiff.ts';

const createWorker = () =>
  new Worker(new URL('./diff.worker.ts', import.meta.url), { type: 'module' });

/** The differences of two payloads, found by a worker that ends with this view. */
export function ComparedPayloads({ older, newer }: { older: Delivery; newer: Delivery }) {
  const args = useMemo((): [string, string] => [older.body, newer.body], [older.body, newer.body]);
  const opened = useWorkerDocument<typeof openPayloadDiff>(createWorker, args);
  switch (opened.status) {
    case 'opening':
      return <p className="p-2 text-muted">Comparing…</p>;
    case 'failed':
      return opened.error instanceof SyntaxError ? (
        <EmptyState title="These payloads cannot be compared">
          <Failure message={`One of them is not JSON: ${opened.error.message}`} />
        </EmptyState>
      ) : (
        <LoadError
          error={`The payloads could not be compared: ${opened.error.message}`}
          onRetry={opened.retry}
        />
      );
    case 'open':
      return <DiffList diff={opened.document} older={older.row} newer={newer.row} />;
  }
}
