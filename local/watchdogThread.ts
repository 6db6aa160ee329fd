/**
 * The thread of `watchdog.ts`. When the main thread's heartbeat stops, this asks the main thread
 * what it is doing.
 */
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';
import type { Watch } from './watchdog.ts';

const STDERR = 2;

const { heartbeat, patience, mostReports, report } = workerData as Watch;
let last = -1;
let silentSeconds = 0;

// In steps of a second, so that a suspended process continues with one late step instead of a
// used-up patience.
setInterval(() => {
  const now = Atomics.load(heartbeat, 0);
  silentSeconds = now === last ? silentSeconds + 1 : 0;
  last = now;
  if (silentSeconds === 0 || silentSeconds % patience !== 0) return;
  const reports = silentSeconds / patience;
  if (reports <= mostReports) ask(reports);
  else endByForce();
}, 1000);

/** Stops the main thread where it is until it has reported. */
function ask(reports: number): void {
  const session = new Session();
  session.connectToMainThread();
  // In the global scope: the names that the functions see are not those of this process.
  session.once('Debugger.paused', () => {
    session.post('Runtime.evaluate', { expression: `${report}(${reports})` }, () =>
      session.disconnect(),
    );
  });
  session.post('Debugger.enable');
  session.post('Debugger.pause');
}

/** The main thread is in code that no debugger can stop. */
function endByForce(): void {
  writeSync(
    STDERR,
    `The deployment has not answered for ${silentSeconds} s and cannot say why, so it is stopped. Nothing ` +
      `that was acknowledged is lost. Start it again.\n`,
  );
  process.kill(process.pid, 'SIGKILL');
}
