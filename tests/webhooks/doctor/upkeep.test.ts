/** The doctor on crons, retention and versions, and its own cost. */
import { describe, expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import { clerkEvent, NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, examine, findingOf, startApp } from './app.ts';
import { HOUR, stopTheClock } from './clock.ts';

stopTheClock();

describe('the crons', () => {
  test('are unknown in a new deployment', async () => {
    const app = startApp();
    await deliver(app, userCreated());
    expect(await findingOf(app, 'crons')).toMatchObject({
      state: 'unknown',
      todo: 'They run within an hour of the deploy, if convex/crons.ts calls addWebhookCrons(crons).',
    });
  });

  test('are missing if deliveries are hours old and no cron has run', async () => {
    const app = startApp();
    await deliver(app, userCreated());
    vi.setSystemTime(NOON + 5 * HOUR);
    await deliver(app, userUpdated());
    expect(await findingOf(app, 'crons')).toMatchObject({
      state: 'wrong',
      todo: expect.stringContaining('addWebhookCrons(crons)'),
    });
  });

  test('are known to run from the one row that the hourly cron writes', async () => {
    const app = startApp();
    for (const hour of [1, 2]) {
      vi.setSystemTime(NOON + hour * HOUR);
      await app.mutation(internal.webhookAdmin.resumeErasures, {});
    }
    expect(await findingOf(app, 'crons')).toMatchObject({ state: 'ok', at: NOON + 2 * HOUR });
    expect(
      await app.run(async (ctx) => await ctx.db.query('webhookHeartbeats').collect()),
    ).toHaveLength(1);
  });

  test('have stopped', async () => {
    const app = startApp();
    await app.mutation(internal.webhookAdmin.resumeErasures, {});
    vi.setSystemTime(NOON + 9 * HOUR);
    await deliver(app, userCreated());
    expect(await findingOf(app, 'crons')).toMatchObject({
      state: 'wrong',
      text: "The library's crons ran last at 2026-01-05 13:00:00 UTC, and should run every hour.",
    });
  });
});

test('a retention that is not a number is marked "wrong"', async () => {
  const app = startApp();
  expect(await findingOf(app, 'retention')).toMatchObject({
    state: 'ok',
    text: 'Deliveries are kept for 30 days.',
  });
  vi.stubEnv('WEBHOOK_RETENTION_DAYS', 'a month');
  expect(await findingOf(app, 'retention')).toMatchObject({
    state: 'wrong',
    text: expect.stringContaining('WEBHOOK_RETENTION_DAYS is "a month"'),
  });
});

test('the doctor names the versions', async () => {
  const found = await findingOf(startApp(), 'versions');
  expect(found.text).toMatch(/contract version 2, on convex \d+\.\d+\.\d+\.$/);
});

test('the doctor says that an app has no webhookHandler.ts', async () => {
  const app = startApp({ handlerFile: 'missing' });
  expect(await examine(app)).toEqual({
    routes: [],
    findings: [
      {
        check: 'handler',
        state: 'wrong',
        text: expect.stringContaining(
          'There is no webhookHandler:settings. Export apply and settings',
        ),
      },
    ],
    types: { seen: [], not_seen: [] },
  });
});

test('the doctor reads a bounded number of documents, however much is stored', async () => {
  const app = startApp();
  for (let n = 0; n < 150; n++) {
    await deliver(app, userCreated({ id: `user_${n}` }));
    await deliver(app, clerkEvent(`custom${n}.created`, { id: `thing_${n}` }));
  }
  const read = await app.query(async (ctx) => {
    await ctx.runQuery(internal.webhookAdmin.doctor, {});
    return (await ctx.meta.getTransactionMetrics()).documentsRead.used;
  });
  expect(read).toBeGreaterThan(200);
  expect(read).toBeLessThan(500);
});
