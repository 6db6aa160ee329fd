/** How a batch continues step by step, even after a step was lost. */
import { describe, expect, test, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import type { QueryCtx } from '../../../convex/_generated/server.js';
import { all, deliver } from '../../fixtures/deployments/backend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { loseScheduled, loseStep, MINUTE, withBatch } from './batching.ts';

describe('a batch', () => {
  test('sends one event in each transaction', async () => {
    const { step, sent, originals } = await withBatch();
    for (let i = 1; i <= 5; i++) {
      await step();
      expect(await sent()).toEqual(originals.slice(0, i));
    }
  });

  test('continues after a crash that lost its next step, and sends no event twice', async () => {
    const { backend, step, sent, batch, finish, originals } = await withBatch();
    await step(2);
    await loseScheduled(backend);
    await finish();
    expect(await batch()).toMatchObject({ state: 'running' });
    expect(await sent()).toHaveLength(2);

    vi.advanceTimersByTime(3 * MINUTE);
    await backend.mutation(internal.webhookAdmin.resumeBatches, {});
    await finish();
    expect(await sent()).toEqual(originals);
    expect(await batch()).toMatchObject({ state: 'done', counts: { unchanged: 5 } });
  });

  test('sends the event of a step that was lost once on the second try', async () => {
    const { backend, finish, sent, batch, originals } = await withBatch();
    await loseStep(backend);
    expect(await batch()).toMatchObject({ lost_steps: 1 });
    await finish();
    expect(await sent()).toEqual(originals);
    expect(await batch()).toMatchObject({
      state: 'done',
      counts: { unchanged: 5, failed: 0 },
      given_up: 0,
      lost_steps: 0,
    });
  });

  test('gives up an event whose step was lost twice, says so in a row, and sends the next', async () => {
    const { backend, id, step, finish, batch, originals } = await withBatch();
    await step();
    for (let i = 0; i < 2; i++) await loseStep(backend);
    await step();
    expect(await batch()).toMatchObject({
      state: 'running',
      counts: { unchanged: 1, failed: 1 },
      given_up: 1,
      lost_steps: 0,
    });
    await finish();
    const rows = (await all(backend, 'webhookAudit')).filter(
      ({ redispatch }) => redispatch?.batch === id,
    );
    expect(rows.map(({ redispatch }) => redispatch!.of)).toEqual(originals);
    expect(rows.map(({ outcome }) => outcome === 'failed')).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(rows[1]).toMatchObject({
      subject: 'user_2',
      reason: expect.stringContaining('Given up: the whole transaction failed twice'),
      changes: [],
    });
    expect(await batch()).toMatchObject({
      state: 'done',
      counts: { unchanged: 4, failed: 1 },
      given_up: 1,
    });
  });

  test('that is not stuck is not resumed', async () => {
    const { backend, step } = await withBatch();
    await step(2);
    await backend.mutation(internal.webhookAdmin.resumeBatches, {});
    const scheduled = await backend.run(
      async (ctx) => await ctx.db.system.query('_scheduled_functions').collect(),
    );
    expect(scheduled.filter(({ state }) => state.kind === 'pending')).toHaveLength(1);
  });

  test('sends no event twice when a step runs twice', async () => {
    const { backend, id, batch, sent, finish, originals } = await withBatch();
    const { cursor } = await batch();
    for (let i = 0; i < 3; i++)
      await backend.mutation(internal.webhookAdmin.stepBatch, { id, cursor });
    expect(await sent()).toEqual(originals.slice(0, 1));
    await finish();
    expect(await sent()).toEqual(originals);
  });

  test('does not send events that came after it started', async () => {
    const { backend, step, finish, sent, originals } = await withBatch();
    await step(2);
    await deliver(backend, userCreated({ id: 'user_late' }));
    await finish();
    expect(await sent()).toEqual(originals);
  });

  test('stops before its next event when cancelled', async () => {
    const { backend, accessKey, id, step, finish, sent, batch } = await withBatch();
    await step(2);
    const cancelled = await backend.mutation(api.webhookAudit.cancelBatch, { accessKey, id });
    expect(cancelled).toMatchObject({ state: 'cancelled', reason: 'Cancelled by QA laptop.' });
    await finish();
    expect(await sent()).toHaveLength(2);
    expect(await batch()).toMatchObject({ state: 'cancelled', counts: { unchanged: 2 } });
  });

  test('is cancelled when its operator is revoked', async () => {
    const { backend, operator, step, finish, sent, batch } = await withBatch();
    await step(2);
    await backend.mutation(internal.webhookAdmin.revokeAccessKey, { id: operator });
    await finish();
    expect(await sent()).toHaveLength(2);
    expect(await batch()).toMatchObject({
      state: 'cancelled',
      reason: 'The access key of QA laptop was revoked.',
    });
  });

  test('skips an event whose payload is deleted, and continues', async () => {
    const { backend, finish, sent, batch, originals } = await withBatch();
    await backend.run(async (ctx) => {
      const payload = await payloadOf(ctx, originals[1]!);
      await ctx.db.delete('webhookPayloads', payload._id);
    });
    await finish();
    expect(await sent()).toEqual(originals.filter((id) => id !== originals[1]));
    expect(await batch()).toMatchObject({ state: 'done', skipped: 1, counts: { unchanged: 4 } });
  });

  test('counts an event that cannot be sent for another reason as failed, and continues', async () => {
    const { backend, finish, sent, batch, originals } = await withBatch();
    // In practice a delivery cannot have two payloads; here the second makes sending throw.
    await backend.run(async (ctx) => {
      const payload = await payloadOf(ctx, originals[1]!);
      const { _id, _creationTime, ...copy } = payload;
      await ctx.db.insert('webhookPayloads', copy);
    });
    await finish();
    expect(await sent()).toEqual(originals.filter((id) => id !== originals[1]));
    expect(await batch()).toMatchObject({ state: 'done', counts: { unchanged: 4, failed: 1 } });
  });
});

async function payloadOf(ctx: QueryCtx, audit_id: Id<'webhookAudit'>) {
  return (await ctx.db
    .query('webhookPayloads')
    .withIndex('by_audit_id', (q) => q.eq('audit_id', audit_id))
    .unique())!;
}
