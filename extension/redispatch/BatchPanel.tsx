import { useState } from 'react';
import type { Batch } from '../../convex/shared/batch.ts';
import { Button } from '../app/Button.tsx';
import { Dialog } from '../app/Dialog.tsx';
import type { BatchStart } from '../app/panel.tsx';
import { BatchProgress } from './BatchProgress.tsx';
import { BatchSetup } from './BatchSetup.tsx';
import { RecentBatches } from './RecentBatches.tsx';

/** Preview, run, progress, cancel and report of re-dispatching many deliveries. */
export function BatchPanel({ start, onClose }: { start: BatchStart; onClose: () => void }) {
  const [shown, setShown] = useState<Batch['_id'] | null>(null);
  return (
    <Dialog wide title="Re-dispatch many deliveries" onClose={onClose}>
      <div className="flex flex-col gap-3">
        {shown === null ? (
          <BatchSetup start={start} onStarted={setShown} />
        ) : (
          <>
            <BatchProgress key={shown} id={shown} onClose={onClose} />
            <div>
              <Button onClick={() => setShown(null)}>Back to the selection</Button>
            </div>
          </>
        )}
        <RecentBatches shown={shown} onShow={setShown} />
      </div>
    </Dialog>
  );
}
