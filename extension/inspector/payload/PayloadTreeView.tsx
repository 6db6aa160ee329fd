import { useMemo, type ReactNode } from 'react';
import { EmptyState } from '../../app/EmptyState.tsx';
import { Failure } from '../../app/Failure.tsx';
import { LoadError } from '../Notice.tsx';
import { Toolbar } from '../Toolbar.tsx';
import { useWorkerDocument } from '../useWorkerDocument.ts';
import type { RemoteDocument } from '../workerDocument.ts';
import type { openPayloadTree } from './payloadTree.ts';
import { TreeList } from './TreeList.tsx';

export type TreeDocument = RemoteDocument<typeof openPayloadTree>;

const createWorker = () =>
  new Worker(new URL('./payload.worker.ts', import.meta.url), { type: 'module' });

/** A payload as a tree. It is parsed and listed by a worker, whatever its size. */
export function PayloadTreeView({
  body,
  sought,
  modes,
}: {
  body: string;
  /** What is found in it at first; empty for nothing. */
  sought: string;
  modes: ReactNode;
}) {
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
      return <TreeList tree={opened.document} sought={sought} modes={modes} />;
  }
}
