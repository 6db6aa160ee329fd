import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../../fixtures/backend.ts';
import { userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../../fixtures/signing.ts';

const DAY = 24 * 60 * 60 * 1000;
/** The start of a minute. */
const START = Date.UTC(2026, 2, 1, 12);

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(START);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

async function pruneAt(backend: Backend, time: number) {
  vi.setSystemTime(time);
  await backend.mutation(internal.webhookAudit.prune, {});
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
}

async function kept(backend: Backend) {
  const rows = await all(backend, 'webhookAudit');
  const payloads = await all(backend, 'webhookPayloads');
  expect(payloads.map(({ audit_id }) => audit_id)).toEqual(rows.map(({ _id }) => _id));
  return rows.map(({ svix_id }) => svix_id);
}

async function refuse(backend: Backend) {
  await post(backend, signedRequest('{}', { secret: OTHER_SECRET }));
}

describe('retention', () => {
  test.each([
    ['a millisecond before 30 days have passed', 30 * DAY - 1, ['msg_old', 'msg_new']],
    ['when 30 days have passed', 30 * DAY + 1, ['msg_new']],
    ['when both are too old', 32 * DAY, []],
  ])('%s', async (_, after, expected) => {
    const backend = startBackend();
    await deliver(backend, userCreated(), { svix_id: 'msg_old' });
    vi.setSystemTime(START + DAY);
    await deliver(backend, userUpdated(), { svix_id: 'msg_new' });
    await pruneAt(backend, START + after);
    expect(await kept(backend)).toEqual(expected);
  });

  test('lasts WEBHOOK_RETENTION_DAYS', async () => {
    const backend = startBackend();
    await deliver(backend, userCreated(), { svix_id: 'msg_old' });
    vi.stubEnv('WEBHOOK_RETENTION_DAYS', '90');
    await pruneAt(backend, START + 89 * DAY);
    expect(await kept(backend)).toEqual(['msg_old']);
    await pruneAt(backend, START + 90 * DAY + 1);
    expect(await kept(backend)).toEqual([]);
  });

  test.each(['a month', '-1', '0', 'Infinity'])(
    'deletes nothing and says what to set when WEBHOOK_RETENTION_DAYS is %s',
    async (days) => {
      const backend = startBackend();
      await deliver(backend, userCreated(), { svix_id: 'msg_old' });
      vi.stubEnv('WEBHOOK_RETENTION_DAYS', days);
      await expect(pruneAt(backend, START + 1000 * DAY)).rejects.toThrow(
        /WEBHOOK_RETENTION_DAYS is ".*". Set it to a number of days/,
      );
      expect(await kept(backend)).toEqual(['msg_old']);
    },
  );

  test('leaves users and tombstones alone', async () => {
    const backend = startBackend();
    await deliver(backend, userCreated());
    await pruneAt(backend, START + 1000 * DAY);
    expect(await all(backend, 'users')).toHaveLength(1);
  });

  test('ends for a rejection when its whole minute is too old', async () => {
    const backend = startBackend();
    await refuse(backend);
    await pruneAt(backend, START + 30 * DAY + 59_000);
    expect(await all(backend, 'rejections')).toHaveLength(1);
    await pruneAt(backend, START + 30 * DAY + 61_000);
    expect(await all(backend, 'rejections')).toEqual([]);
  });

  test('deletes more than fits into one transaction, each one bounded', async () => {
    const backend = startBackend();
    for (let i = 0; i < 450; i++) await deliver(backend, userUpdated({ id: `user_${i}` }));
    vi.setSystemTime(START + 31 * DAY);
    await backend.mutation(internal.webhookAudit.prune, {});
    expect(await all(backend, 'webhookAudit')).toHaveLength(250);
    await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
    expect(await kept(backend)).toEqual([]);
  });

  test('bounds a transaction by bytes too', async () => {
    const backend = startBackend();
    const public_metadata = { text: 'x'.repeat(500 * 1024) };
    for (let i = 0; i < 12; i++) await deliver(backend, userUpdated({ public_metadata }));
    vi.setSystemTime(START + 31 * DAY);
    await backend.mutation(internal.webhookAudit.prune, {});
    expect((await all(backend, 'webhookAudit')).length).toBeGreaterThan(0);
    await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
    expect(await kept(backend)).toEqual([]);
  });

  test('ends for batches that have ended, not for a running one', async () => {
    const backend = startBackend();
    const { id: operator } = await addOperator(backend, 'redispatcher');
    for (const state of ['done', 'running', 'cancelled'] as const) {
      await backend.run(
        async (ctx) =>
          await ctx.db.insert('redispatchBatches', {
            key: state,
            selection: { where: { outcome: 'failed' }, since: 0 },
            until_seq: ctx.db.vars.commitTs,
            cursor: 0n,
            force: false,
            state,
            counts: { applied: 0, unchanged: 0, duplicate: 0, stale: 0, ignored: 0, failed: 0 },
            skipped: 0,
            total: 0,
            by: 'QA laptop',
            operator,
            created_at: START,
            updated_at: START,
          }),
      );
    }
    await pruneAt(backend, START + 31 * DAY);
    const batches = await all(backend, 'redispatchBatches');
    expect(batches.map(({ state }) => state)).toEqual(['running']);
  });

  test('ends for reconciliations, some of them in each transaction', async () => {
    const backend = startBackend();
    for (let i = 0; i < 70; i++) {
      await backend.mutation(internal.reconciliations.start, { apply: false });
    }
    vi.setSystemTime(START + 31 * DAY);
    await backend.mutation(internal.webhookAudit.prune, {});
    expect(await all(backend, 'reconciliations')).toHaveLength(20);
    await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
    expect(await all(backend, 'reconciliations')).toEqual([]);
  });
});
