/**
 * A run leaves a sub-transaction that is to be undone as the data of an error. The data is one JSON
 * string, since Convex limits the arrays and objects of an error's data.
 */
import { ConvexError } from 'convex/values';
import { bounded } from './errorText.ts';
import type { HandlerRun } from './handlerRun.ts';

/** `nested`: the handler tried to receive or re-dispatch an event itself. */
export type ThrownRun = HandlerRun | { kind: 'nested' };

export function runError(run: ThrownRun): ConvexError<string> {
  return new ConvexError(JSON.stringify({ run }));
}

/**
 * The error of a handler, with its run as data. It stays the same error, since Convex knows where
 * that was thrown; a thrown value that cannot hold data is replaced by a new error.
 */
export function failureError(thrown: unknown, run: ThrownRun): unknown {
  if (!(thrown instanceof Error)) return runError(run);
  try {
    const data = JSON.stringify({ run, traced: true });
    return Object.assign(thrown, { data, [Symbol.for('ConvexError')]: true });
  } catch {
    return runError(run);
  }
}

/**
 * The run that an error carries, or null for an error of Convex itself, and for one of the app that
 * the handler did not await.
 */
export function runOf(thrown: unknown): ThrownRun | null {
  if (!(thrown instanceof ConvexError) || typeof thrown.data !== 'string') return null;
  const { run, traced } = dataOf(thrown.data);
  if (!run) return null;
  if (run.kind !== 'threw' || !traced || !/\n[ \t]+at /.test(thrown.message)) return run;
  return { ...run, error: bounded(thrown.message) };
}

function dataOf(text: string): { run?: ThrownRun | null; traced?: true } {
  try {
    return (JSON.parse(text) as ReturnType<typeof dataOf> | null) ?? {};
  } catch {
    return {};
  }
}
