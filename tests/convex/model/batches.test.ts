import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import { refusalOf } from '../../behaviours/deployment.ts';
import { addOperator, all, deliver, startBackend, type Backend } from '../../fixtures/backend.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Five users, and a batch over their events that has not begun. Steps run when a test says so. */
async function withBatch() {
  const backend = startBackend();
  const { id: operator, accessKey } = await addOperator(backend, 'redispatcher', 'QA laptop');
  const originals: Id<'webhookAudit'>[] = [];
  for (let i = 1; i <= 5; i++) {
    originals.push((await deliver(backend, userCreated({ id: `user_${i}` }))).id!);
  }
  const id = await backend.mutation(api.redispatch.startBatch, {
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
    batch: async () =>
      (await backend.run(async (ctx) => await ctx.db.get('redispatchBatches', id)))!,
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

/** As if the deployment had died before it stored that a step is due: nothing is scheduled. */
async function loseScheduled(backend: Backend) {
  await backend.run(async (ctx) => {
    const scheduled = await ctx.db.system.query('_scheduled_functions').collect();
    for (const { _id, state } of scheduled) {
      if (state.kind === 'pending') await ctx.scheduler.cancel(_id);
    }
  });
}

const MINUTE = 60_000;

describe('a batch', () => {
  test('sends one event a transaction', async () => {
    const { step, sent, originals } = await withBatch();
    for (let i = 1; i <= 5; i++) {
      await step();
      expect(await sent()).toEqual(originals.slice(0, i));
    }
  });

  test('goes on after a crash that lost its next step, and takes no event twice', async () => {
    const { backend, step, sent, batch, finish, originals } = await withBatch();
    await step(2);
    await loseScheduled(backend);
    await finish();
    expect(await batch()).toMatchObject({ state: 'running' });
    expect(await sent()).toHaveLength(2);

    vi.advanceTimersByTime(3 * MINUTE);
    await backend.mutation(internal.redispatch.resumeBatches, {});
    await finish();
    expect(await sent()).toEqual(originals);
    expect(await batch()).toMatchObject({ state: 'done', counts: { unchanged: 5 } });
  });

  test('that is not stuck is not resumed', async () => {
    const { backend, step } = await withBatch();
    await step(2);
    await backend.mutation(internal.redispatch.resumeBatches, {});
    const scheduled = await backend.run(
      async (ctx) => await ctx.db.system.query('_scheduled_functions').collect(),
    );
    expect(scheduled.filter(({ state }) => state.kind === 'pending')).toHaveLength(1);
  });

  test('takes no event twice when a step runs twice', async () => {
    const { backend, id, batch, sent, finish, originals } = await withBatch();
    const { cursor } = await batch();
    for (let i = 0; i < 3; i++)
      await backend.mutation(internal.redispatch.stepBatch, { id, cursor });
    expect(await sent()).toEqual(originals.slice(0, 1));
    await finish();
    expect(await sent()).toEqual(originals);
  });

  test('passes over what came after it started', async () => {
    const { backend, step, finish, sent, originals } = await withBatch();
    await step(2);
    await deliver(backend, userCreated({ id: 'user_late' }));
    await finish();
    expect(await sent()).toEqual(originals);
  });

  test('stops before its next event when cancelled', async () => {
    const { backend, accessKey, id, step, finish, sent, batch } = await withBatch();
    await step(2);
    const cancelled = await backend.mutation(api.redispatch.cancelBatch, { accessKey, id });
    expect(cancelled).toMatchObject({ state: 'cancelled', reason: 'Cancelled by QA laptop.' });
    await finish();
    expect(await sent()).toHaveLength(2);
    expect(await batch()).toMatchObject({ state: 'cancelled', counts: { unchanged: 2 } });
  });

  test('cancels itself when its operator is revoked', async () => {
    const { backend, operator, step, finish, sent, batch } = await withBatch();
    await step(2);
    await backend.mutation(internal.admin.revokeAccessKey, { id: operator });
    await finish();
    expect(await sent()).toHaveLength(2);
    expect(await batch()).toMatchObject({
      state: 'cancelled',
      reason: 'The access key of QA laptop was revoked.',
    });
  });

  test('passes over an event whose payload is gone, and goes on', async () => {
    const { backend, finish, sent, batch, originals } = await withBatch();
    await backend.run(async (ctx) => {
      const payload = await ctx.db
        .query('webhookPayloads')
        .withIndex('by_audit_id', (q) => q.eq('audit_id', originals[1]!))
        .unique();
      await ctx.db.delete('webhookPayloads', payload!._id);
    });
    await finish();
    expect(await sent()).toEqual(originals.filter((id) => id !== originals[1]));
    expect(await batch()).toMatchObject({ state: 'done', skipped: 1, counts: { unchanged: 4 } });
  });

  test('counts a selection of more than 1,000 rows as "more"', async () => {
    const { backend, accessKey, start } = await withManyRows(1001);
    const id = await start({ where: { event_type: 'session.created' }, since: 0 });
    expect(await backend.query(api.redispatch.batch, { accessKey, id })).toMatchObject({
      total: 'more',
    });
  });

  test('counts a selection of 1,000 rows', async () => {
    const { backend, accessKey, start } = await withManyRows(1000);
    const id = await start({ where: { event_type: 'session.created' }, since: 0 });
    expect(await backend.query(api.redispatch.batch, { accessKey, id })).toMatchObject({
      total: 1000,
    });
  });

  test('takes 1,000 ids and refuses 1,001, repeated ones too', async () => {
    const { ids, start } = await withManyRows(1001);
    for (const tooMany of [ids, ids.map(() => ids[0]!)]) {
      expect(await refusalOf(start({ ids: tooMany }))).toMatchObject({
        code: 'bad_request',
        message: expect.stringContaining('1000'),
      });
    }
    await start({ ids: ids.slice(1) });
  });
});

/** Rows without payloads: enough to be counted. */
async function withManyRows(count: number) {
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
            changed: [],
            payload_bytes: 0,
            source: 'clerk',
          }),
      ),
    );
  }
  const start = async (selection: Parameters<typeof startArgs>[0]) =>
    await backend.mutation(api.redispatch.startBatch, { accessKey, ...startArgs(selection) });
  return { backend, accessKey, ids, start };
}

function startArgs(
  selection: { ids: Id<'webhookAudit'>[] } | { where: { event_type: string }; since: number },
) {
  return { key: 'a key', selection };
}
