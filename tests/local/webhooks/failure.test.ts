/** Applying throws: over HTTP the hook cannot be mocked, so our functions run with another one. */
import { expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { issueKey, rowsOf } from '../../behaviours/deployment.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { deploymentWith } from './deployment.ts';

const HOOK = `
  export async function onUserChange(ctx, { after }) {
    const users = await ctx.db.query('users').collect();
    const isOpen = users.some(({ clerk_id }) => clerk_id === 'user_2open');
    if (!isOpen) throw new Error('The CRM is closed');
  }
`;

test('the answer is 500, nothing of the change stays, and the retry is processed', async () => {
  const deployment = await deploymentWith({ 'model/onUserChange.ts': HOOK });
  const { accessKey } = await issueKey(deployment);
  const users = async () =>
    (await deployment.query(api.users.list, { accessKey })).users.map(({ clerk_id }) => clerk_id);

  const answer = await deployment.deliver(userCreated(), { svix_id: 'msg_a' });
  expect(answer).toMatchObject({ status: 500, outcome: 'failed' });
  expect(JSON.stringify(answer)).not.toContain('CRM');
  expect(await users()).toEqual([]);
  const { error } = await deployment.query(api.webhookAudit.get, { accessKey, id: answer.id! });
  // With the place in the app's own code, and none of the deployment's.
  expect(error).toMatch(
    /^Uncaught Error: The CRM is closed\n {4}at onUserChange \(\.\.\/[^)]*model\/onUserChange\.ts:\d+:\d+\)/,
  );
  expect(error).not.toMatch(/file:|node:/);

  await deployment.deliver(userCreated({ id: 'user_2open' }));
  const retry = await deployment.deliver(userCreated(), { svix_id: 'msg_a' });
  expect(retry).toMatchObject({ status: 200, outcome: 'applied' });
  expect(await users()).toEqual(['user_2ada', 'user_2open']);
  expect(await rowsOf(deployment, accessKey)).toMatchObject([
    { svix_id: 'msg_a', attempt: 1, outcome: 'failed', changed: [] },
    { outcome: 'applied' },
    { svix_id: 'msg_a', attempt: 2, outcome: 'applied' },
  ]);
});
