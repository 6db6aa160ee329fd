/** The thread of `watchdog.ts`. Asks the main one what it does when its heartbeat has stopped. */
import { Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';
import type { Watch } from './watchdog.ts';

const { heartbeat, patience, report } = workerData as Watch;
let last = -1;
let silentSeconds = 0;

// In steps: a process that was suspended goes on with one late step, not with all of its patience gone.
setInterval(() => {
  const now = Atomics.load(heartbeat, 0);
  silentSeconds = now === last ? silentSeconds + 1 : 0;
  last = now;
  if (silentSeconds > 0 && silentSeconds % patience === 0) ask();
}, 1000);

/** Stops the main thread where it is for as long as it takes to report. */
function ask(): void {
  const session = new Session();
  session.connectToMainThread();
  // In the global scope: the names that the functions see are not those of this process.
  session.once('Debugger.paused', () => {
    session.post('Runtime.evaluate', { expression: report }, () => session.disconnect());
  });
  session.post('Debugger.enable');
  session.post('Debugger.pause');
}
