import { useMemo, type ReactNode } from 'react';
import { EmptyState } from '../../ui/notice/EmptyState.tsx';
import { Failure } from '../../ui/notice/Failure.tsx';
import { LoadError } from '../../ui/notice/Notice.tsx';
import { Toolbar } from '../../ui/layout/Toolbar.tsx';
import { useWorkerDocument } from '../../data/worker/useWorkerDocument.ts';
import type { openPayloadTree } from './payloadTree.ts';
import { TreeList } from './TreeList.tsx';

const createWorker = () =>
  new Worker(new URL('./payload.worker.ts', import.meta.url), { type: 'module' });

/** A payload as a tree. It is parsed and listed by a worker, whatever its size. */
export function PayloadTreeView({ body, modes }: { body: string; modes: ReactNode }) {
  const args = useMemo((): [string] => [body], [body]);
  const opened = useWorkerDocument<typeof openPayloadTree>(createWorker, args);
  switch (opened.status) {
    case 'opening':
      return (
        <>
          <Toolbar>{modes}</Toolbar>
          <p className="p-2 text-muted">Reading the payload…</p>
        </>
      );
    case 'failed':
      return (
        <>
          <Toolbar>{modes}</Toolbar>
          {opened.error instanceof SyntaxError ? (
            <EmptyState title="This payload is not JSON">
              <Failure message={opened.error.message} />
              <p>Choose Raw to see what was received.</p>
            </EmptyState>
          ) : (
            <LoadError
              error={`The payload could not be read: ${opened.error.message}`}
              onRetry={opened.retry}
            />
          )}
        </>
      );
    case 'open':
      return <TreeList tree={opened.document} modes={modes} />;
  }
}
