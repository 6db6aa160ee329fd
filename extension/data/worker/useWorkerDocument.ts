import { useCallback, useEffect, useState } from 'react';
import { openInWorker, type Calls, type RemoteDocument } from './workerDocument.ts';

export type WorkerDocument<Open extends (...args: never[]) => Calls> =
  | { status: 'opening' }
  | { status: 'open'; document: RemoteDocument<Open> }
  | { status: 'failed'; error: Error; retry: () => void };

/**
 * A document opened from `args` in a worker of its own. Closing the document terminates the worker:
 * there is no other way to stop a computation that takes too long. Both arguments must be stable.
 */
export function useWorkerDocument<Open extends (...args: never[]) => Calls>(
  createWorker: () => Worker,
  args: Parameters<Open> | null,
): WorkerDocument<Open> {
  const [opened, setOpened] = useState<{ args: unknown; result: WorkerDocument<Open> } | null>(
    null,
  );
  const [tries, setTries] = useState(0);
  const retry = useCallback(() => {
    setOpened(null);
    setTries((count) => count + 1);
  }, []);

  useEffect(() => {
    if (args === null) return;
    let current = true;
    const worker = createWorker();
    const take = (result: WorkerDocument<Open>) => current && setOpened({ args, result });
    openInWorker<Open>(worker, ...args).then(
      (document) => take({ status: 'open', document }),
      (error: Error) => take({ status: 'failed', error, retry }),
    );
    return () => {
      current = false;
      worker.terminate();
    };
  }, [createWorker, args, tries, retry]);

  return opened?.args === args && opened !== null ? opened.result : { status: 'opening' };
}
