import { useState, useSyncExternalStore } from 'react';
import { serverClock } from '../data/connection/serverClock.ts';
import { Button } from '../ui/control/Button.tsx';
import { formatLatency } from '../ui/time/duration.ts';

/** Says when the clocks of the browser and of the deployment differ. */
export function ClockBar() {
  const skew = useSyncExternalStore(serverClock.subscribe, () => serverClock.skew);
  const [closedFor, setClosedFor] = useState(0);
  if (skew === 0 || skew === closedFor) return null;
  return (
    <section
      aria-label="Clocks"
      className="flex flex-wrap items-center gap-x-2 border-b border-hairline bg-warning-bg px-2 py-1 text-warning"
    >
      <p role="status" className="min-w-0 flex-1 basis-60">
        This computer’s clock is {formatLatency(Math.abs(skew))} {skew > 0 ? 'behind' : 'ahead of'}{' '}
        the deployment’s. Times are the deployment’s, also in filters such as after:10m.
      </p>
      <Button look="quiet" aria-label="Dismiss" onClick={() => setClosedFor(skew)}>
        ✕
      </Button>
    </section>
  );
}
