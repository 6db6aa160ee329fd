/** The inside of `webhookHandler:apply`: runs the app's handler and returns its effects. */
import { errorText } from './errorText.ts';
import { NO_EFFECTS, type Effects } from './effects.ts';
import type { ReceivedEvent, WebhookEvent, WebhookHandler } from './handler.ts';
import { beginRun, takeRecords } from './handUp.ts';
import { recordedContext } from './recordedContext.ts';
import { Recorder } from './recorder.ts';
import type { AnyMutationCtx } from './recordTables.ts';
import { settle, type AppTables } from './settle.ts';
import { failureError, runError } from './thrownRun.ts';

/**
 * Runs the handler, and keeps its writes unless it throws or this is a rehearsal.
 *
 * @returns a HandlerRun as JSON.
 * @throws an error with a ThrownRun as its data, for a rehearsal or a handler that threw, so that
 * all writes are undone. The message of a rehearsal's error repeats the data: never log it.
 */
export async function applyEvent(
  ctx: AnyMutationCtx,
  { event, rehearse }: { event: string; rehearse: boolean },
  handler: WebhookHandler<never>,
  tables: AppTables,
): Promise<string> {
  const run = await beginRun(ctx);
  if (run === null) throw runError({ kind: 'nested' });
  const start = await ctx.meta.getTransactionMetrics();
  const recorder = new Recorder(async () => start);
  const effects = async (): Promise<Effects> => {
    await recorder.ended();
    if (recorder.missedRecords) await takeRecords(ctx, run, recorder.record);
    return await settle(ctx, recorder.record, tables, start);
  };

  let returned: unknown;
  try {
    const inner = { ...ctx, ...recordedContext(ctx, run, recorder, new Set()) };
    returned = await handler(inner as never, eventOf(event));
  } catch (thrown) {
    // After a limit was exceeded, nothing can be read any more.
    const attempted = await effects().catch(() => NO_EFFECTS);
    throw failureError(thrown, { kind: 'threw', ...errorText(thrown), effects: attempted });
  }
  const finished = {
    kind: 'finished',
    ignored: returned === 'ignored',
    effects: await effects(),
  } as const;
  if (rehearse) throw runError(finished);
  await ctx.db.delete('webhookRuns', run as never);
  return JSON.stringify(finished);
}

function eventOf(received: string): WebhookEvent {
  const { body, ...event } = JSON.parse(received) as ReceivedEvent;
  const { type, data } = JSON.parse(body) as Pick<WebhookEvent, 'type' | 'data'>;
  return { ...event, type, data };
}
