/** Queries and mutations called by another one, in its transaction. */
import type { JSONValue } from 'convex/values';
import { RefusedError, toCallerError } from './errors.ts';
import { Execution } from './execution.ts';
import type { Invoker } from './invocation.ts';
import type { TransactionLimits } from '../transaction/usage.ts';

// Convex's limit.
const DEEPEST_CALL = 8;

/**
 * If a call throws, only its own writes are undone. As in Convex, the result is compared with
 * `returns` only afterwards: if it does not match, the call throws but its writes stay.
 *
 * @throws Error for the calling function.
 */
export async function callNested(
  invoker: Invoker,
  parent: Execution,
  kind: 'query' | 'mutation',
  path: string,
  args: JSONValue,
  limits?: Partial<TransactionLimits>,
): Promise<JSONValue> {
  if (parent.kind === 'query' && kind === 'mutation') {
    throw new Error('Cannot call a mutation function from a query function');
  }
  const { found, argsJson } = invoker.prepare(kind, path, args, true);
  if (parent.depth >= DEEPEST_CALL) {
    throw new Error(
      'Cross component call depth limit exceeded. Do you have an infinite loop in your app?',
    );
  }
  const transaction = parent.transaction!;
  const { backend, logLines, request } = parent;
  const execution = new Execution(backend, kind, found.path, request, transaction, {
    logLines,
    depth: parent.depth + 1,
  });
  const nested = transaction.beginNested(kind === 'mutation', limits);
  let value: JSONValue;
  try {
    value = await invoker.run(execution, found, argsJson);
  } catch (error) {
    end(false);
    throw error instanceof RefusedError ? error : toCallerError(invoker.failed(error).failure);
  }
  end(true);
  invoker.checkReturns(found, value);
  return value;

  function end(keep: boolean): void {
    execution.close();
    // The outer call has already failed: there is nothing left to keep or undo.
    if (!transaction.isOpen) throw new Error(`${path} ended after its transaction.`);
    transaction.endNested(nested, keep);
  }
}
