/** What the panel's subscriptions cost while nothing happens that they show. */
import { expect, test } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import { issueKey, record } from '../../behaviours/deployment.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { eventually } from '../../fixtures/eventually.ts';
import { startLiveDeployment } from './liveDeployment.ts';

const { local, deployment, client } = await startLiveDeployment();

/** The functions that have run since the cursor, as `npx convex logs` is told. */
async function executions(cursor: number): Promise<{ runs: string[]; newCursor: number }> {
  const response = await fetch(`${local.url}/api/stream_function_logs?cursor=${cursor}`, {
    headers: { authorization: `Convex ${local.adminKey}` },
  });
  const { entries, newCursor } = (await response.json()) as {
    entries: { identifier: string }[];
    newCursor: number;
  };
  return { runs: entries.map(({ identifier }) => identifier), newCursor };
}

test('a change of users runs what shows users, and not the tail of the audit log', async () => {
  const { accessKey } = await issueKey(deployment);
  await record(deployment, userCreated({ id: 'user_ada' }));
  const tails: unknown[] = [];
  const users: (string | undefined)[] = [];
  client.onUpdate(api.webhookAudit.tail, { accessKey, after: 0n }, (rows) => void tails.push(rows));
  client.onUpdate(
    api.users.get,
    { accessKey, clerk_id: 'user_ada' },
    ({ user }) => void users.push(user?.workspace_id),
  );
  await eventually(() => expect([tails.length, users]).toEqual([1, [undefined]]));

  const { newCursor } = await executions(0);
  const workspace = { clerk_id: 'user_ada', workspace_id: 'workspace_1' };
  await deployment.mutation(internal.users.setWorkspace, workspace);
  await eventually(() => expect(users).toEqual([undefined, 'workspace_1']));
  expect((await executions(newCursor)).runs.toSorted()).toEqual([
    'users:get',
    'users:setWorkspace',
  ]);
  expect(tails).toHaveLength(1);
});
