/** The panel's subscriptions run a query only when something that they show changes. */
import { expect, test } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import { issueKey, record } from '../../behaviours/deployment.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { executedSince } from '../../fixtures/deployments/executions.ts';
import { eventually } from '../../fixtures/eventually.ts';
import { startLiveDeployment } from './liveDeployment.ts';

const { local, deployment, client } = await startLiveDeployment();

test('a change of users runs the queries over users, and not the tail of the audit log', async () => {
  const { accessKey } = await issueKey(deployment);
  await record(deployment, userCreated({ id: 'user_ada' }));
  const tails: unknown[] = [];
  const users: (string | undefined)[] = [];
  client.onUpdate(api.webhookAudit.tail, { accessKey, after: 0n }, (rows) => void tails.push(rows));
  client.onUpdate(
    api.webhookAudit.user,
    { accessKey, clerk_id: 'user_ada' },
    ({ row }) => void users.push(row?.workspace_id as string | undefined),
  );
  await eventually(() => expect([tails.length, users]).toEqual([1, [undefined]]));

  const { newCursor } = await executedSince(local, 0);
  const workspace = { clerk_id: 'user_ada', workspace_id: 'workspace_1' };
  await deployment.mutation(internal.users.setWorkspace, workspace);
  await eventually(() => expect(users).toEqual([undefined, 'workspace_1']));
  expect((await executedSince(local, newCursor)).runs.toSorted()).toEqual([
    'users:setWorkspace',
    'webhookAudit:user',
  ]);
  expect(tails).toHaveLength(1);
});

test('an update that changes nothing of a user runs no query over users', async () => {
  const { accessKey } = await issueKey(deployment);
  const id = 'user_grace';
  await record(deployment, userCreated({ id }));
  const tails: unknown[] = [];
  const pages: unknown[] = [];
  client.onUpdate(api.webhookAudit.tail, { accessKey, after: 0n }, (rows) => void tails.push(rows));
  client.onUpdate(api.webhookAudit.users, { accessKey }, (page) => void pages.push(page));
  await eventually(() => expect([tails.length, pages.length]).toEqual([1, 1]));

  const runsAfter = async (event: ReturnType<typeof userUpdated>, outcome: string) => {
    const { newCursor } = await executedSince(local, 0);
    const shown = tails.length;
    expect(await deployment.deliver(event)).toMatchObject({ outcome });
    await eventually(() => expect(tails.length).toBe(shown + 1));
    return (await executedSince(local, newCursor)).runs;
  };
  const signedIn = { id, last_sign_in_at: NOON + 60_000, updated_at: NOON + 60_000 };
  expect(await runsAfter(userUpdated(signedIn), 'unchanged')).not.toContain('webhookAudit:users');
  const renamed = { id, first_name: 'Grace', updated_at: NOON + 120_000 };
  expect(await runsAfter(userUpdated(renamed), 'applied')).toContain('webhookAudit:users');
});
