/** Batches whose steps run when a test says so, since timers do not run. */
import { afterEach, beforeEach, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import type { Doc, Id } from '../../../convex/_generated/dataModel.js';
import {
  addOperator,
  all,
  deliver,
  startBackend,
  type Backend,
} from '../../fixtures/deployments/backend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Five users, and a batch over their events that has not begun. */
export async function withBatch() {
  const backend = startBackend();
  const { id: operator, accessKey } = await addOperator(backend, 'redispatcher', 'QA laptop');
  const originals: Id<'webhookAudit'>[] = [];
  for (let i = 1; i <= 5; i++) {
    originals.push((await deliver(backend, userCreated({ id: `user_${i}` }))).id!);
  }
  const id = await backend.mutation(api.webhookAudit.startBatch, {
    accessKey,
    key: 'a key',
    selection: { where: { event_type: 'user.created' }, since: 0 },
  });
  return {
    backend,
    accessKey,
    operator,
    originals,
    id,
    batch: async () => (await backend.run(async (ctx) => await ctx.db.get('webhookBatches', id)))!,
    sent: async () =>
      (await all(backend, 'webhookAudit'))
        .filter(({ redispatch }) => redispatch?.batch === id)
        .map(({ redispatch }) => redispatch!.of),
    step: async (times = 1) => {
      for (let i = 0; i < times; i++) {
        vi.advanceTimersToNextTimer();
        await backend.finishInProgressScheduledFunctions();
      }
    },
    finish: async () => await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer),
  };
}

/** Cancels everything scheduled, as if the deployment had crashed before it scheduled a step. */
export async function loseScheduled(backend: Backend) {
  await backend.run(async (ctx) => {
    const scheduled = await ctx.db.system.query('_scheduled_functions').collect();
    for (const { _id, state } of scheduled) {
      if (state.kind === 'pending') await ctx.scheduler.cancel(_id);
    }
  });
}

/** Loses the scheduled step, waits until the batch counts as stuck, and lets the cron resume it. */
export async function loseStep(backend: Backend) {
  await loseScheduled(backend);
  vi.advanceTimersByTime(3 * MINUTE);
  await backend.mutation(internal.webhookAdmin.resumeBatches, {});
}

export const MINUTE = 60_000;

/** Rows without payloads, which is enough for counting. */
export async function withManyRows(
  count: number,
  fields: Partial<Pick<Doc<'webhookAudit'>, 'outcome' | 'settled'>> = {},
) {
  const backend = startBackend();
  const { accessKey } = await addOperator(backend, 'redispatcher');
  // A transaction gives all its rows the same `seq`.
  const ids: Id<'webhookAudit'>[] = [];
  for (let i = 0; i < count; i++) {
    ids.push(
      await backend.run(
        async (ctx) =>
          await ctx.db.insert('webhookAudit', {
            seq: ctx.db.vars.commitTs,
            svix_id: `msg_${i}`,
            attempt: 1,
            event_type: 'session.created',
            occurred_at: 0,
            received_at: 0,
            outcome: 'ignored',
            changes: [],
            writes: 0,
            unseen: 0,
            event_id: `msg_${i}`,
            settled: true,
            payload_bytes: 0,
            source: 'clerk',
            ...fields,
          }),
      ),
    );
  }
  const start = async (selection: Parameters<typeof startArgs>[0]) =>
    await backend.mutation(api.webhookAudit.startBatch, { accessKey, ...startArgs(selection) });
  return { backend, accessKey, ids, start };
}

function startArgs(
  selection:
    | { ids: Id<'webhookAudit'>[] }
    | { where: { event_type: string } | { outcome: 'failed' }; since: number },
) {
  return { key: 'a key', selection };
}
