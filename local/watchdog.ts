/**
 * Ends the process when it computes for ever. JavaScript cannot interrupt itself, so another thread
 * watches the heartbeat of this one.
 */
import { writeSync } from 'node:fs';
import { url as debuggerUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import { currentExecution } from './engine/calls/execution.ts';
import { BUNDLE_PREFIX } from './functions/workspace.ts';

const HEARTBEAT_INTERVAL_MS = 250;
const REPORT = Symbol.for('convex-local.reportStuckThread');

/**
 * The deployment's own work, such as filling an index, may take several times as long as a
 * function.
 */
const OWN_WORK_REPORTS = 3;

export interface Watch {
  /** Counts up while this thread is free; stands still when it is not. */
  heartbeat: Int32Array;
  /** Seconds. */
  patience: number;
  /** How often the thread asks before it ends the process itself. */
  mostReports: number;
  /**
   * A function's name in the global scope: called with the number of reports, it may end the
   * process.
   */
  report: string;
}

/**
 * Call it once, in a process that runs only the deployment.
 *
 * @param patience Seconds that a function may compute without letting others have their turn.
 */
export function startWatchdog(patience: number): void {
  // A developer who debugs a function may stop it for any time.
  if (debuggerUrl() !== undefined) return;
  const heartbeat = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(heartbeat, 0, 1), HEARTBEAT_INTERVAL_MS).unref();
  Object.assign(globalThis, { [REPORT]: (reports: number) => report(patience, reports) });
  const watch: Watch = {
    heartbeat,
    patience,
    mostReports: OWN_WORK_REPORTS + 1,
    report: `globalThis[Symbol.for(${JSON.stringify(REPORT.description)})]`,
  };
  new Worker(new URL('./watchdogThread.ts', import.meta.url), { workerData: watch }).unref();
}

/** Runs on top of the code that this thread is stuck in, so that its stack and execution are visible. */
function report(patience: number, reports: number): void {
  const stack = new Error().stack ?? '';
  const held = `has computed for ${patience * reports} s without a break and held up everything else`;
  const kept = 'the deployment ends. Nothing that was acknowledged is lost.';
  const stuck = stuckFunction(stack);
  if (stuck) {
    end(
      `${stuck.name} ${held}: ${kept} Correct the function, then start the deployment again.\n${stuck.place}`,
    );
  } else if (reports >= OWN_WORK_REPORTS) {
    end(
      `The deployment itself ${held}: ${kept} This is a fault of the local deployment: please report it ` +
        `with these lines.\n${stack.split('\n').slice(4).join('\n')}`,
    );
  }
}

function end(message: string): never {
  writeSync(process.stderr.fd, `${message}\n`);
  process.exit(1);
}

function stuckFunction(stack: string): { name: string; place: string } | null {
  const execution = currentExecution();
  if (execution) {
    return { name: execution.path, place: execution.backend.mapStack(stack).trimEnd() };
  }
  const imported = stack.split('\n').filter((line) => line.includes(BUNDLE_PREFIX));
  if (imported.length === 0) return null;
  return { name: 'A module, while it was imported,', place: imported.join('\n') };
}
