// @vitest-environment node
/** Reconciling an app whose `key` adds the issuer to the ids of its users. */
import { afterEach, expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import { SECRET_KEY, startClerkApi } from '../../fixtures/deployments/clerkApi.ts';
import { startApp } from '../doctor/app.ts';
import { running } from './reconciling.ts';

afterEach(() => vi.restoreAllMocks());

const key = {
  value: (id: string) => `https://clerk.example|${id}`,
  clerkId: (value: unknown) => (value as string).split('|')[1] ?? null,
};

test('a reconciliation of rows with made keys skips none when it continues in another action', async () => {
  const clerk = await startClerkApi([]);
  running.push(clerk);
  vi.stubEnv('CLERK_SECRET_KEY', SECRET_KEY);
  vi.stubEnv('CLERK_API_URL', clerk.url);
  const app = startApp({ users: { table: 'users', index: 'by_clerk_id', field: 'clerk_id', key } });
  await app.run(async (ctx) => {
    for (let n = 0; n < 60; n++)
      await ctx.db.insert('users', { clerk_id: key.value(`user_${100 + n}`) });
  });
  // The run starts after the rows; each question to Clerk takes 15 seconds of an action's time.
  let now = Date.now() + 1000;
  vi.spyOn(Date, 'now').mockImplementation(() => now);
  clerk.intercept = () => void (now += 15_000);

  let report = await app.action(internal.webhookAdmin.reconcile, {});
  expect(report.extra).toBeLessThan(60);
  while (report.state === 'running') {
    await app.finishInProgressScheduledFunctions();
    await new Promise((resolve) => setTimeout(resolve, 5));
    [report] = (await app.query(internal.webhookAdmin.reconciliations, {})) as [typeof report];
  }
  expect(report).toMatchObject({ state: 'done', rows: 60, extra: 60 });
});
