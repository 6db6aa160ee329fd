/** How an erasure continues step by step, even after a step was lost. */
import { expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import { all, deliver, startBackend } from '../../fixtures/deployments/backend.ts';
import { NOON, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { ADA, everything, forget, loseNextStep, PERSONAL, withHistory } from './forgetting.ts';

test('more deliveries than fit into one transaction are forgotten in several bounded ones', async () => {
  const backend = startBackend();
  const metadata = { text: 'Ada '.repeat(100 * 1024) };
  for (let i = 0; i < 12; i++) {
    await deliver(backend, userUpdated({ updated_at: NOON + i, public_metadata: metadata }));
  }
  await backend.mutation(internal.webhookAdmin.forgetUser, { clerk_id: ADA });
  vi.advanceTimersToNextTimer();
  await backend.finishInProgressScheduledFunctions();
  const left = (await all(backend, 'webhookPayloads')).length;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(12);
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  expect(await all(backend, 'webhookPayloads')).toEqual([]);
  expect(await all(backend, 'webhookAudit')).toHaveLength(13);
});

test('an erasure that is requested again after its step was lost continues with what it knew', async () => {
  const { backend } = await withHistory();
  await backend.mutation(internal.webhookAdmin.forgetUser, { clerk_id: ADA });
  vi.advanceTimersToNextTimer();
  await backend.finishInProgressScheduledFunctions();
  await backend.run(async (ctx) => {
    const scheduled = await ctx.db.system.query('_scheduled_functions').collect();
    for (const { _id, state } of scheduled) {
      if (state.kind === 'pending') await ctx.scheduler.cancel(_id);
    }
  });
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  expect(await all(backend, 'webhookErasures')).toHaveLength(1);
  await forget(backend);
  expect((await everything(backend)).filter((text) => PERSONAL.test(text))).toEqual([]);
});

test('an erasure whose step was lost is resumed once two minutes have passed', async () => {
  const { backend } = await withHistory();
  await backend.mutation(internal.webhookAdmin.forgetUser, { clerk_id: ADA });
  vi.advanceTimersToNextTimer();
  await backend.finishInProgressScheduledFunctions();
  await loseNextStep(backend);
  const resume = async (later: number) => {
    vi.setSystemTime(Date.now() + later);
    await backend.mutation(internal.webhookAdmin.resumeErasures, {});
    await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
    return await backend.query(internal.webhookAdmin.erasures, {});
  };
  expect(await resume(60_000)).toHaveLength(1);
  expect(await resume(61_000)).toEqual([]);
  expect((await everything(backend)).filter((text) => PERSONAL.test(text))).toEqual([]);
});

test('an erasure that is resumed while it runs does each step once', async () => {
  const { backend } = await withHistory();
  await backend.mutation(internal.webhookAdmin.forgetUser, { clerk_id: ADA });
  vi.setSystemTime(Date.now() + 180_000);
  await backend.mutation(internal.webhookAdmin.resumeErasures, {});
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  const steps = await backend.run(
    async (ctx) => await ctx.db.system.query('_scheduled_functions').collect(),
  );
  const forgotten = steps.filter(({ name }) => name.endsWith('forgetStep'));
  // The first step runs twice, then one each for other deliveries, notes and rejections.
  expect(forgotten).toHaveLength(5);
});
