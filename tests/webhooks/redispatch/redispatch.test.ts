import { beforeEach, describe, expect, test, vi } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import type { WebhookEvent } from '../../../webhooks/record/handler.ts';
import { NO_OUTCOMES } from '../../../webhooks/shared/batch.ts';
import { endOfBatch, refusalOf } from '../../behaviours/deployment.ts';
import { addOperator, all, deliver, startBackendWith } from '../../fixtures/deployments/backend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deploymentOf } from '../../convex/deployment.ts';

const before = vi.fn(async (_event: WebhookEvent) => {});
beforeEach(() => void before.mockReset());

let keys = 0;

/** Deliveries of these users that failed because the app's handler threw. */
async function withFailed(...users: string[]) {
  const backend = startBackendWith(before);
  const { accessKey } = await addOperator(backend, 'redispatcher', 'QA laptop');
  before.mockRejectedValue(new Error('The CRM is down'));
  const ids: Id<'webhookAudit'>[] = [];
  for (const id of users)
    ids.push((await deliver(backend, userCreated({ id }), { svix_id: `msg_${id}` })).id!);
  const startBatch = async () => {
    const selection = { where: { outcome: 'failed' as const }, since: 0 };
    const request = { accessKey, key: `${Math.random()}`, selection };
    return await backend.mutation(api.webhookAudit.startBatch, request);
  };
  const endOf = async (id: Id<'webhookBatches'>) =>
    await endOfBatch(deploymentOf(backend), accessKey, id);
  return {
    backend,
    ids,
    startBatch,
    endOf,
    run: async (id: Id<'webhookAudit'>, body?: string) =>
      await backend.mutation(api.webhookAudit.redispatch, {
        accessKey,
        id,
        body,
        idempotency_key: `${id}_${++keys}`,
      }),
    preview: async (id: Id<'webhookAudit'>) =>
      await backend.mutation(api.webhookAudit.preview, { accessKey, id }),
    runBatch: async () => await endOf(await startBatch()),
  };
}

test('a delivery that failed can be applied once the cause is gone', async () => {
  const { backend, ids, run } = await withFailed('user_1');
  before.mockResolvedValue();
  expect(await run(ids[0]!)).toMatchObject({ outcome: 'applied' });
  expect(await all(backend, 'users')).toMatchObject([{ clerk_id: 'user_1' }]);
});

test('an edit of a delivery that failed is not undone by its late retry', async () => {
  const { backend, ids, run } = await withFailed('user_1');
  before.mockResolvedValue();
  const edited = JSON.stringify(userCreated({ id: 'user_1', first_name: 'Zoe' }));
  expect(await run(ids[0]!, edited)).toMatchObject({ outcome: 'applied' });
  const event = userCreated({ id: 'user_1' });
  expect(await deliver(backend, event, { svix_id: 'msg_user_1' })).toMatchObject({
    status: 200,
    outcome: 'duplicate',
  });
  // It is not undone by an equal event under another id either.
  expect(await deliver(backend, event)).toMatchObject({ outcome: 'stale' });
  expect(await all(backend, 'users')).toMatchObject([{ first_name: 'Zoe' }]);
});

test('an event that failed again when it was re-dispatched is still applied by its retry', async () => {
  const { backend, ids, run } = await withFailed('user_1');
  expect(await run(ids[0]!)).toMatchObject({ outcome: 'failed' });
  before.mockResolvedValue();
  const event = userCreated({ id: 'user_1' });
  expect(await deliver(backend, event, { svix_id: 'msg_user_1' })).toMatchObject({
    outcome: 'applied',
  });
});

test('a re-dispatch that fails again leaves only an audit row with its error', async () => {
  const { backend, ids, run } = await withFailed('user_1');
  const { id, outcome } = await run(ids[0]!);
  expect(outcome).toBe('failed');
  expect(await all(backend, 'users')).toEqual([]);
  const payloads = await all(backend, 'webhookPayloads');
  expect(payloads.find(({ audit_id }) => audit_id === id)!.error).toMatch(/The CRM is down/);
});

test('a preview runs the handler, and shows the error that it would throw', async () => {
  const { backend, ids, preview } = await withFailed('user_1');
  before.mockClear();
  expect(await preview(ids[0]!)).toMatchObject({
    outcome: 'failed',
    error: expect.stringContaining('The CRM is down'),
  });
  expect(before).toHaveBeenCalledTimes(1);
  expect(await all(backend, 'webhookAudit')).toHaveLength(1);
});

test('a batch continues after an event that fails', async () => {
  const { backend, runBatch } = await withFailed('user_1', 'user_2', 'user_3');
  before.mockImplementation(async ({ data }) => {
    if (data.id === 'user_2') throw new Error('Still down');
  });
  expect(await runBatch()).toMatchObject({ state: 'done', counts: { applied: 2, failed: 1 } });
  expect(await all(backend, 'users')).toHaveLength(2);
});

test('a second batch over failed deliveries sends only those that still fail', async () => {
  const { runBatch } = await withFailed('user_1', 'user_2', 'user_3');
  before.mockImplementation(async ({ data }) => {
    if (data.id === 'user_2') throw new Error('Still down');
  });
  await runBatch();
  before.mockReset();
  const second = await runBatch();
  expect(second).toMatchObject({ skipped: 2, counts: { applied: 1, failed: 0 } });
});

test('a batch skips an event that a retry of Svix mended after the batch started', async () => {
  const { backend, startBatch, endOf } = await withFailed('user_1', 'user_2');
  before.mockResolvedValue();
  vi.useFakeTimers();
  const id = await startBatch();
  const event = userCreated({ id: 'user_2' });
  expect(await deliver(backend, event, { svix_id: 'msg_user_2' })).toMatchObject({
    outcome: 'applied',
  });
  vi.advanceTimersToNextTimer();
  vi.useRealTimers();
  expect(await endOf(id)).toMatchObject({ skipped: 1, counts: { applied: 1, unchanged: 0 } });
});

describe('a batch over failed deliveries', () => {
  /** Two attempts of one event failed. Then its cause is gone. */
  async function withRetry() {
    const failed = await withFailed('user_1');
    const event = userCreated({ id: 'user_1' });
    const retry = await deliver(failed.backend, event, { svix_id: 'msg_user_1' });
    return { ...failed, first: failed.ids[0]!, second: retry.id! };
  }

  test.each(['first', 'second'] as const)(
    'skips an event that a re-dispatch of its %s attempt mended',
    async (attempt) => {
      const { run, runBatch, ...ids } = await withRetry();
      before.mockResolvedValue();
      expect(await run(ids[attempt])).toMatchObject({ outcome: 'applied' });
      expect(await runBatch()).toMatchObject({ skipped: 2, counts: NO_OUTCOMES });
    },
  );

  test('skips an event that a re-dispatch of a failed re-dispatch mended', async () => {
    const { run, runBatch, first } = await withRetry();
    const again = await run(first);
    expect(again).toMatchObject({ outcome: 'failed' });
    before.mockResolvedValue();
    expect(await run(again.id)).toMatchObject({ outcome: 'applied' });
    expect(await runBatch()).toMatchObject({ skipped: 2, counts: NO_OUTCOMES });
  });

  test('sends the newest attempt of an event whose re-dispatch failed too', async () => {
    const { backend, run, runBatch, first, second } = await withRetry();
    await run(first);
    before.mockResolvedValue();
    expect(await runBatch()).toMatchObject({ skipped: 1, counts: { applied: 1 } });
    expect((await all(backend, 'webhookAudit')).at(-1)).toMatchObject({
      redispatch: { of: second },
    });
  });
});

test('re-dispatching a delivery without a payload is refused, since nothing is left to send', async () => {
  const { backend, ids, run, preview } = await withFailed('user_1');
  await backend.run(async (ctx) => {
    for (const { _id } of await ctx.db.query('webhookPayloads').collect()) {
      await ctx.db.delete('webhookPayloads', _id);
    }
  });
  for (const call of [run, preview]) {
    expect(await refusalOf(call(ids[0]!))).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('no longer kept'),
    });
  }
  expect(await all(backend, 'webhookAudit')).toHaveLength(1);
});
