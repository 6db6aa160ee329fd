import {
  makeFunctionReference,
  type GenericMutationCtx,
  type TransactionMetrics,
} from 'convex/server';
import { NO_EFFECTS } from './effects.ts';
import { errorText } from './errorText.ts';
import type { ReceivedEvent } from './handler.ts';
import type { HandlerRun } from './handlerRun.ts';
import { runOf, type ThrownRun } from './thrownRun.ts';

const apply = makeFunctionReference<'mutation', { event: string; rehearse: boolean }, string>(
  'webhookHandler:apply',
);

const MiB = 1024 * 1024;

/** Kept back from the handler's limits, so that the transaction can still record what it did. */
const HEADROOM = {
  bytesRead: 2 * MiB,
  bytesWritten: 2 * MiB,
  documentsRead: 1000,
  documentsWritten: 1000,
  databaseQueries: 256,
};

/**
 * Runs the app's handler in a sub-transaction. An error of the handler, or a limit that it exceeds,
 * is a result and never thrown. Its writes stay unless it threw or this is a rehearsal.
 *
 * @throws Error when the handler itself tries to receive or re-dispatch an event.
 */
export async function runHandler(
  ctx: Pick<GenericMutationCtx<any>, 'runMutation' | 'meta'>,
  event: ReceivedEvent,
  { rehearse }: { rehearse: boolean },
): Promise<HandlerRun> {
  const transactionLimits = limitsWithin(await ctx.meta.getTransactionMetrics());
  const args = { event: JSON.stringify(event), rehearse };
  let run: ThrownRun;
  try {
    run = JSON.parse(await ctx.runMutation(apply, args, { transactionLimits })) as HandlerRun;
  } catch (thrown) {
    run = runOf(thrown) ?? { kind: 'threw', ...explained(thrown), effects: NO_EFFECTS };
  }
  if (run.kind !== 'nested') return run;
  throw new Error('A webhook handler cannot receive or re-dispatch an event itself.');
}

function limitsWithin(metrics: TransactionMetrics) {
  const limits = Object.entries(HEADROOM) as [keyof typeof HEADROOM, number][];
  return Object.fromEntries(
    limits.map(([name, headroom]) => [name, Math.max(1, metrics[name].remaining - headroom)]),
  );
}

function explained(thrown: unknown) {
  const told = errorText(thrown);
  if (!/could not find|no such export/i.test(told.error_line)) return told;
  const error_line =
    'There is no webhookHandler:apply. Export apply and settings, as defineWebhooks returns them, ' +
    'from convex/webhookHandler.ts.';
  return { error: `${error_line}\n${told.error}`, error_line };
}
