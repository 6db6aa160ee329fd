/**
 * A reconciliation from a deployment's action, over HTTP, with a fake Clerk that pages, refuses and
 * fails.
 */
import { afterAll, expect, test } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import { issueKey, rowsOf } from '../../behaviours/deployment.ts';
import { SECRET_KEY, startClerkApi } from '../../fixtures/deployments/clerkApi.ts';
import {
  clerkUser,
  NOON,
  userCreated,
  withEmail,
  type Fields,
} from '../../fixtures/data/clerkEvents.ts';
import { deploymentWith } from './deployment.ts';

const people: Fields[] = Array.from({ length: 220 }, (_, n) =>
  clerkUser({
    id: `user_${n}`,
    ...withEmail(`person${n}@example.com`),
    created_at: NOON + n * 1000,
    updated_at: NOON + n * 1000,
  }),
);

const clerk = await startClerkApi(people);
afterAll(async () => await clerk.close());

test('users are imported through a 429 and a failure midway, and drift is mended afterwards', async () => {
  const deployment = await deploymentWith(
    {},
    { CLERK_SECRET_KEY: SECRET_KEY, CLERK_API_URL: clerk.url },
  );
  const { accessKey } = await issueKey(deployment);
  const extra = clerkUser({ id: 'user_extra', created_at: NOON - 1000, updated_at: NOON - 1000 });
  await deployment.deliver({ ...userCreated(), data: extra });

  // The second page is answered after a wait, and the third not at all.
  clerk.intercept = (asked) => {
    if (asked === 2) return { status: 429, headers: { 'Retry-After': '1' } };
    if (clerk.asked.at(-1)!.includes('starting_after=user_199')) return { status: 401 };
  };
  const failed = await deployment.action(internal.webhookAdmin.reconcile, {
    apply: true,
    remove: 1,
  });
  expect(clerk.asked[1]).toBe(clerk.asked[2]);
  expect(failed).toMatchObject({
    state: 'failed',
    compared: 200,
    created: 200,
    extra: 1,
    removed: 0,
    error: expect.stringMatching(/Clerk refused CLERK_SECRET_KEY/),
  });

  clerk.intercept = () => {};
  const { run } = failed;
  const done = await deployment.action(internal.webhookAdmin.reconcile, { run });
  expect(done).toMatchObject({ run, state: 'done', compared: 220, created: 220, removed: 1 });
  const found = await deployment.query(api.webhookAudit.user, { accessKey, clerk_id: 'user_219' });
  expect(found.row).toMatchObject({ email: 'person219@example.com' });
  expect(
    await deployment.query(api.webhookAudit.user, { accessKey, clerk_id: 'user_extra' }),
  ).toMatchObject({ row: null, subject: { deleted_at: expect.any(Number) } });
  const rows = await rowsOf(deployment, accessKey);
  expect(rows.filter(({ svix_id }) => svix_id.startsWith('reconcile_'))).toHaveLength(221);

  clerk.users = people.map((user) =>
    user.id === 'user_7' ? { ...user, username: 'renamed', updated_at: NOON + 9e6 } : user,
  );
  const second = await deployment.action(internal.webhookAdmin.reconcile, { apply: true });
  expect(second).toMatchObject({ state: 'done', compared: 220, updated: 1, created: 0, extra: 0 });
  expect((await rowsOf(deployment, accessKey)).at(-1)).toMatchObject({
    clerk_user_id: 'user_7',
    changes: [{ table: 'users', kind: 'update', fields: ['username'] }],
  });
});
