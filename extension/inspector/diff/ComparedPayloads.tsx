import { useMemo } from 'react';
import type { Delivery } from '../../../convex/shared/delivery.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import { Failure } from '../../app/Failure.tsx';
import type { InspectorSettings } from '../../app/settings.ts';
import { LoadError } from '../Notice.tsx';
import { useWorkerDocument } from '../useWorkerDocument.ts';
import type { RemoteDocument } from '../workerDocument.ts';
import { DiffList } from './DiffList.tsx';
import type { openPayloadDiff } from './payloadDiff.ts';

export type DiffDocument = RemoteDocument<typeof openPayloadDiff>;

const createWorker = () =>
  new Worker(new URL('./diff.worker.ts', import.meta.url), { type: 'module' });

/** What differs between two payloads, found by a worker that ends with this view. */
export function ComparedPayloads({
  older,
  newer,
  settings,
  onSettings,
}: {
  older: Delivery;
  newer: Delivery;
  settings: InspectorSettings;
  onSettings: (change: Partial<InspectorSettings>) => void;
}) {
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
      return (
        <DiffList
          diff={opened.document}
          older={older.row}
          newer={newer.row}
          settings={settings}
          onSettings={onSettings}
        />
      );
  }
}
