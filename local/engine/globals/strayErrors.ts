/**
 * Errors that functions throw outside of their promise: in a promise that nobody awaits, a timer or
 * an event listener. They fail the run, not the process.
 */
import { currentExecution, type Execution } from '../calls/execution.ts';

let isWatching = false;

/** Errors that no function threw still end the process. */
export function watchStrayErrors(): void {
  if (isWatching) return;
  isWatching = true;
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      const execution = currentExecution();
      if (execution) failRun(execution, error);
      // Another listener, such as a test runner's, handles the error.
      else if (process.listenerCount(event) === 1) throw error;
    });
  }
}

/** Runs a callback of a function, such as that of a timer. What it throws fails its run. */
export function runCallback(execution: Execution, callback: () => unknown): void {
  try {
    callback();
  } catch (error) {
    failRun(execution, error);
  }
}

function failRun(execution: Execution, error: unknown): void {
  if (execution.fail(error)) return;
  console.error(`${execution.path} had ended when its code threw an error that nothing caught.`);
}
