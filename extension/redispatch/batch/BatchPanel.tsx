import { useState } from 'react';
import type { Batch } from '../../../webhooks/shared/batch.ts';
import { Button } from '../../ui/control/Button.tsx';
import { Dialog } from '../../ui/overlay/Dialog.tsx';
import type { BatchStart } from '../../panel/panel.tsx';
import { BatchProgress } from './BatchProgress.tsx';
import { BatchSetup } from './BatchSetup.tsx';
import { RecentBatches } from './RecentBatches.tsx';

/** Bulk re-dispatch: preview, start, progress, cancel and report. */
export function BatchPanel({ start, onClose }: { start: BatchStart; onClose: () => void }) {
  const [shown, setShown] = useState<Batch['_id'] | null>(null);
  return (
    <Dialog wide title="Bulk re-dispatch" onClose={onClose}>
      <div className="flex flex-col gap-3">
        {shown === null ? (
          <BatchSetup start={start} onStarted={setShown} />
        ) : (
          <>
            <BatchProgress key={shown} id={shown} onClose={onClose} />
            <div>
              <Button onClick={() => setShown(null)}>New batch</Button>
            </div>
          </>
        )}
        <RecentBatches shown={shown} onShow={setShown} />
      </div>
    </Dialog>
  );
}
