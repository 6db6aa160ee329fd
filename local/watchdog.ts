/**
 * Ends the process when a function computes for ever. JavaScript cannot interrupt itself, so a thread
 * beside it listens to the heartbeat of this one.
 */
import { writeSync } from 'node:fs';
import { url as debuggerUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import { currentExecution } from './engine/execution.ts';
import { bundlePrefix } from './functions/load.ts';

const heartbeatInterval = 250;
const report = Symbol.for('convex-local.reportStuckFunction');

export type Watch = {
  /** Counts up while this thread is free; stands still when it is not. */
  heartbeat: Int32Array;
  /** Seconds. */
  patience: number;
  /** An expression that has the function named and the process ended, if it is a function. */
  report: string;
};

/**
 * To be called once, in a process of the deployment's own.
 *
 * @param patience Seconds that a function may compute without letting others have their turn.
 */
export function startWatchdog(patience: number): void {
  // Whoever debugs a function may stop it for as long as they like.
  if (debuggerUrl() !== undefined) return;
  const heartbeat = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(heartbeat, 0, 1), heartbeatInterval).unref();
  Object.assign(globalThis, { [report]: () => endIfFunction(patience) });
  const watch: Watch = {
    heartbeat,
    patience,
    report: `globalThis[Symbol.for(${JSON.stringify(report.description)})]()`,
  };
  new Worker(new URL('./watchdogThread.ts', import.meta.url), { workerData: watch }).unref();
}

/** Runs on top of what this thread is stuck in: its stack and its execution are the function's. */
function endIfFunction(patience: number): void {
  const stuck = stuckCode(new Error().stack ?? '');
  // Work of the engine's own, such as filling an index, ends by itself.
  if (!stuck) return;
  writeSync(
    process.stderr.fd,
    `${stuck.name} has computed for ${patience} s without a break and held up everything else: the ` +
      `deployment ends. Nothing that was acknowledged is lost. Correct the function, then start the ` +
      `deployment again.\n${stuck.place}\n`,
  );
  process.exit(1);
}

function stuckCode(stack: string): { name: string; place: string } | null {
  const execution = currentExecution();
  if (execution) {
    return { name: execution.path, place: execution.runner.deployment.mapStack(stack) };
  }
  const imported = stack.split('\n').filter((line) => line.includes(bundlePrefix));
  if (imported.length === 0) return null;
  return { name: 'A module, while it was imported,', place: imported.join('\n') };
}
