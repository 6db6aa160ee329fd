import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../../fixtures/deployments/backend.ts';
import { userCreated, userDeleted, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../../fixtures/data/signing.ts';

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
  await backend.mutation(internal.webhookAdmin.prune, {});
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
}

async function kept(backend: Backend) {
  const rows = await all(backend, 'webhookAudit');
  const payloads = await all(backend, 'webhookPayloads');
  expect(payloads.map(({ audit_id }) => audit_id)).toEqual(rows.map(({ _id }) => _id));
  return rows.map(({ svix_id }) => svix_id);
}

async function reject(backend: Backend) {
  await post(backend, signedRequest('{}', { secret: OTHER_SECRET }));
}

describe('retention by WEBHOOK_RETENTION_DAYS, 30 by default,', () => {
  test.each([
    ['keeps all a millisecond before 30 days have passed', 30 * DAY - 1, ['msg_old', 'msg_new']],
    ['deletes the older one when 30 days have passed', 30 * DAY + 1, ['msg_new']],
    ['deletes both when both are too old', 32 * DAY, []],
  ])('%s', async (_, after, expected) => {
    const backend = startBackend();
    await deliver(backend, userCreated(), { svix_id: 'msg_old' });
    vi.setSystemTime(START + DAY);
    await deliver(backend, userUpdated(), { svix_id: 'msg_new' });
    await pruneAt(backend, START + after);
    expect(await kept(backend)).toEqual(expected);
  });

  test('lasts for ever with a million days, and rejections are deleted all the same', async () => {
    const backend = startBackend();
    await deliver(backend, userCreated(), { svix_id: 'msg_old' });
    await reject(backend);
    vi.stubEnv('WEBHOOK_RETENTION_DAYS', '1000000');
    await pruneAt(backend, START + 365 * DAY);
    expect(await kept(backend)).toEqual(['msg_old']);
    expect(await all(backend, 'webhookRejections')).toEqual([]);
  });

  test('lasts as many days as are set', async () => {
    const backend = startBackend();
    await deliver(backend, userCreated(), { svix_id: 'msg_old' });
    vi.stubEnv('WEBHOOK_RETENTION_DAYS', '90');
    await pruneAt(backend, START + 89 * DAY);
    expect(await kept(backend)).toEqual(['msg_old']);
    await pruneAt(backend, START + 90 * DAY + 1);
    expect(await kept(backend)).toEqual([]);
  });

  test.each(['a month', '-1', '0', 'Infinity'])(
    'deletes nothing and says what to set when the value is %s',
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

  test('does not touch users and what is known of their deletes', async () => {
    const backend = startBackend();
    await deliver(backend, userCreated());
    await deliver(backend, userDeleted('user_2grace'));
    await pruneAt(backend, START + 1000 * DAY);
    expect(await all(backend, 'users')).toHaveLength(1);
    expect(await all(backend, 'webhookSubjects')).toMatchObject([
      { subject: 'user_2ada' },
      { subject: 'user_2grace', deleted_at: expect.any(Number) },
    ]);
  });

  test.each([undefined, '30', '3'])(
    'deletes a rejection when its whole minute is 3 days old, with the value %j',
    async (days) => {
      const backend = startBackend();
      vi.stubEnv('WEBHOOK_RETENTION_DAYS', days);
      await reject(backend);
      await pruneAt(backend, START + 3 * DAY + 59_000);
      expect(await all(backend, 'webhookRejections')).toHaveLength(1);
      await pruneAt(backend, START + 3 * DAY + 61_000);
      expect(await all(backend, 'webhookRejections')).toEqual([]);
    },
  );

  test('deletes a rejection sooner when the value is less than 3', async () => {
    const backend = startBackend();
    vi.stubEnv('WEBHOOK_RETENTION_DAYS', '1');
    await reject(backend);
    await pruneAt(backend, START + DAY + 61_000);
    expect(await all(backend, 'webhookRejections')).toEqual([]);
  });

  test('deletes rejections in bounded transactions too', async () => {
    const backend = startBackend();
    for (let minute = 0; minute < 250; minute++) {
      vi.setSystemTime(START + minute * 60_000);
      await reject(backend);
    }
    vi.setSystemTime(START + 31 * DAY);
    await backend.mutation(internal.webhookAdmin.prune, {});
    expect(await all(backend, 'webhookRejections')).toHaveLength(50);
    await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
    expect(await all(backend, 'webhookRejections')).toEqual([]);
  });

  test('deletes more than fits into one transaction in several bounded ones', async () => {
    const backend = startBackend();
    for (let i = 0; i < 450; i++) await deliver(backend, userUpdated({ id: `user_${i}` }));
    vi.setSystemTime(START + 31 * DAY);
    await backend.mutation(internal.webhookAdmin.prune, {});
    expect(await all(backend, 'webhookAudit')).toHaveLength(250);
    await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
    expect(await kept(backend)).toEqual([]);
  });

  test('bounds a transaction by its bytes too', async () => {
    const backend = startBackend();
    const public_metadata = { text: 'x'.repeat(500 * 1024) };
    for (let i = 0; i < 12; i++) await deliver(backend, userUpdated({ public_metadata }));
    vi.setSystemTime(START + 31 * DAY);
    await backend.mutation(internal.webhookAdmin.prune, {});
    expect((await all(backend, 'webhookAudit')).length).toBeGreaterThan(0);
    await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
    expect(await kept(backend)).toEqual([]);
  });

  test('deletes batches that have ended, not a running one', async () => {
    const backend = startBackend();
    const { id: operator } = await addOperator(backend, 'redispatcher');
    for (const state of ['done', 'running', 'cancelled'] as const) {
      await backend.run(
        async (ctx) =>
          await ctx.db.insert('webhookBatches', {
            key: state,
            selection: { where: { outcome: 'failed' }, since: 0 },
            until_seq: ctx.db.vars.commitTs,
            cursor: 0n,
            force: false,
            state,
            counts: { applied: 0, unchanged: 0, duplicate: 0, stale: 0, ignored: 0, failed: 0 },
            skipped: 0,
            given_up: 0,
            total: 0,
            by: 'QA laptop',
            operator,
            request: '',
            lost_steps: 0,
            created_at: START,
            updated_at: START,
          }),
      );
    }
    await pruneAt(backend, START + 31 * DAY);
    const batches = await all(backend, 'webhookBatches');
    expect(batches.map(({ state }) => state)).toEqual(['running']);
  });

  test('deletes reconciliations, a few in each transaction', async () => {
    const backend = startBackend();
    for (let i = 0; i < 70; i++) {
      await backend.mutation(internal.webhookAdmin.startReconciliation, { apply: false });
    }
    vi.setSystemTime(START + 31 * DAY);
    await backend.mutation(internal.webhookAdmin.prune, {});
    expect(await all(backend, 'webhookReconciliations')).toHaveLength(20);
    await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
    expect(await all(backend, 'webhookReconciliations')).toEqual([]);
  });
});
