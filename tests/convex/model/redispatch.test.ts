import { beforeEach, describe, expect, test, vi } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import { onUserChange } from '../../../convex/model/onUserChange.ts';
import { NO_OUTCOMES } from '../../../convex/shared/batch.ts';
import { endOfBatch, refusalOf } from '../../behaviours/deployment.ts';
import { addOperator, all, deliver, startBackend } from '../../fixtures/backend.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { deploymentOf } from '../deployment.ts';

vi.mock('../../../convex/model/onUserChange.ts', () => ({ onUserChange: vi.fn() }));

beforeEach(() => {
  vi.mocked(onUserChange).mockReset();
});

/** Deliveries of these users that failed, since the app's own hook threw. */
async function withFailed(...users: string[]) {
  const backend = startBackend();
  const { accessKey } = await addOperator(backend, 'redispatcher', 'QA laptop');
  vi.mocked(onUserChange).mockRejectedValue(new Error('The CRM is down'));
  const ids: Id<'webhookAudit'>[] = [];
  for (const id of users)
    ids.push((await deliver(backend, userCreated({ id }), { svix_id: `msg_${id}` })).id!);
  const startBatch = async () => {
    const selection = { where: { outcome: 'failed' as const }, since: 0 };
    const request = { accessKey, key: `${Math.random()}`, selection };
    return await backend.mutation(api.redispatch.startBatch, request);
  };
  const endOf = async (id: Id<'redispatchBatches'>) =>
    await endOfBatch(deploymentOf(backend), accessKey, id);
  return {
    backend,
    ids,
    startBatch,
    endOf,
    run: async (id: Id<'webhookAudit'>, body?: string) =>
      await backend.mutation(api.redispatch.run, { accessKey, id, body }),
    preview: async (id: Id<'webhookAudit'>) =>
      await backend.query(api.redispatch.preview, { accessKey, id }),
    runBatch: async () => await endOf(await startBatch()),
  };
}

test('a delivery that failed is applied once its cause is gone', async () => {
  const { backend, ids, run } = await withFailed('user_1');
  vi.mocked(onUserChange).mockResolvedValue();
  expect(await run(ids[0]!)).toMatchObject({ outcome: 'applied' });
  expect(await all(backend, 'users')).toMatchObject([{ clerk_id: 'user_1' }]);
});

// The fields of one sort before those of the event, the other's after them.
test.each(['Aaa', 'Zoe'])(
  'an edit to %s of a delivery that failed is not undone by its late retry',
  async (first_name) => {
    const { backend, ids, run } = await withFailed('user_1');
    vi.mocked(onUserChange).mockResolvedValue();
    const edited = JSON.stringify(userCreated({ id: 'user_1', first_name }));
    expect(await run(ids[0]!, edited)).toMatchObject({ outcome: 'applied' });
    const event = userCreated({ id: 'user_1' });
    expect(await deliver(backend, event, { svix_id: 'msg_user_1' })).toMatchObject({
      status: 200,
      outcome: 'stale',
    });
    expect(await all(backend, 'users')).toMatchObject([{ first_name }]);
  },
);

test('an event that was re-dispatched and failed again is taken from its retry', async () => {
  const { backend, ids, run } = await withFailed('user_1');
  expect(await run(ids[0]!)).toMatchObject({ outcome: 'failed' });
  vi.mocked(onUserChange).mockResolvedValue();
  const event = userCreated({ id: 'user_1' });
  expect(await deliver(backend, event, { svix_id: 'msg_user_1' })).toMatchObject({
    outcome: 'applied',
  });
});

test('a re-dispatch that fails again is recorded with its error, and leaves nothing else', async () => {
  const { backend, ids, run } = await withFailed('user_1');
  const { id, outcome } = await run(ids[0]!);
  expect(outcome).toBe('failed');
  expect(await all(backend, 'users')).toEqual([]);
  const payloads = await all(backend, 'webhookPayloads');
  expect(payloads.find(({ audit_id }) => audit_id === id)!.error).toMatch(/The CRM is down/);
});

test('a preview does not run the hook of the app', async () => {
  const { ids, preview } = await withFailed('user_1');
  vi.mocked(onUserChange).mockClear();
  expect(await preview(ids[0]!)).toMatchObject({ outcome: 'applied' });
  expect(onUserChange).not.toHaveBeenCalled();
});

test('a batch goes on after an event that fails', async () => {
  const { backend, runBatch } = await withFailed('user_1', 'user_2', 'user_3');
  vi.mocked(onUserChange).mockImplementation(async (_ctx, { after }) => {
    if (after?.clerk_id === 'user_2') throw new Error('Still down');
  });
  expect(await runBatch()).toMatchObject({ state: 'done', counts: { applied: 2, failed: 1 } });
  expect(await all(backend, 'users')).toHaveLength(2);
});

test('a second batch over what failed sends only what still does', async () => {
  const { runBatch } = await withFailed('user_1', 'user_2', 'user_3');
  vi.mocked(onUserChange).mockImplementation(async (_ctx, { after }) => {
    if (after?.clerk_id === 'user_2') throw new Error('Still down');
  });
  await runBatch();
  vi.mocked(onUserChange).mockReset();
  const second = await runBatch();
  expect(second).toMatchObject({ skipped: 2, counts: { applied: 1, failed: 0 } });
});

test('a batch passes over what a retry of Svix mended since it started', async () => {
  const { backend, startBatch, endOf } = await withFailed('user_1', 'user_2');
  vi.mocked(onUserChange).mockResolvedValue();
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

describe('a batch over what failed passes over an event that was mended', () => {
  /** Two attempts of one event failed. Then its cause is gone. */
  async function withRetry() {
    const failed = await withFailed('user_1');
    const event = userCreated({ id: 'user_1' });
    const retry = await deliver(failed.backend, event, { svix_id: 'msg_user_1' });
    return { ...failed, first: failed.ids[0]!, second: retry.id! };
  }

  test.each(['first', 'second'] as const)('by a re-dispatch of its %s attempt', async (attempt) => {
    const { run, runBatch, ...ids } = await withRetry();
    vi.mocked(onUserChange).mockResolvedValue();
    expect(await run(ids[attempt])).toMatchObject({ outcome: 'applied' });
    expect(await runBatch()).toMatchObject({ skipped: 2, counts: NO_OUTCOMES });
  });

  test('by a re-dispatch of a re-dispatch that had failed again', async () => {
    const { run, runBatch, first } = await withRetry();
    const again = await run(first);
    expect(again).toMatchObject({ outcome: 'failed' });
    vi.mocked(onUserChange).mockResolvedValue();
    expect(await run(again.id)).toMatchObject({ outcome: 'applied' });
    expect(await runBatch()).toMatchObject({ skipped: 2, counts: NO_OUTCOMES });
  });

  test('but takes one whose re-dispatch failed as well, at its newest attempt', async () => {
    const { backend, run, runBatch, first, second } = await withRetry();
    await run(first);
    vi.mocked(onUserChange).mockResolvedValue();
    expect(await runBatch()).toMatchObject({ skipped: 1, counts: { applied: 1 } });
    expect((await all(backend, 'webhookAudit')).at(-1)).toMatchObject({
      redispatch: { of: second },
    });
  });
});

test('without a payload there is nothing to send again, and it says so', async () => {
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
