/** The handler throws. It cannot be mocked over HTTP, so our functions run with another handler. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { issueKey, rowsOf } from '../../behaviours/deployment.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deploymentWith } from './deployment.ts';

const code = await readFile('convex/webhookHandler.ts', 'utf8');
const FAILS = `
    const users = await ctx.db.query('users').collect();
    const isOpen = users.some(({ clerk_id }) => clerk_id === 'user_2open');
    if (!isOpen && data.id !== 'user_2open') throw new Error('The CRM is closed');
    switch (type) {`;

test('when the handler throws, the answer is 500, its writes are undone, and the retry is processed', async () => {
  const deployment = await deploymentWith({
    'webhookHandler.ts': code.replace('  switch (type) {', FAILS),
  });
  const { accessKey } = await issueKey(deployment);
  const users = async () =>
    (await deployment.query(api.webhookAudit.users, { accessKey })).users.map(
      ({ clerk_id }) => clerk_id,
    );

  const answer = await deployment.deliver(userCreated(), { svix_id: 'msg_a' });
  expect(answer).toMatchObject({ status: 500, outcome: 'failed' });
  expect(JSON.stringify(answer)).not.toContain('CRM');
  expect(await users()).toEqual([]);
  const { error } = await deployment.query(api.webhookAudit.get, { accessKey, id: answer.id! });
  // The trace names the place in the app's own code, and none in the deployment's.
  expect(error).toMatch(
    /The CRM is closed\n {4}at handler \(\.\.\/[^)]*webhookHandler\.ts:\d+:\d+\)/,
  );
  expect(error).not.toMatch(/file:|node:/);

  await deployment.deliver(userCreated({ id: 'user_2open' }));
  const retry = await deployment.deliver(userCreated(), { svix_id: 'msg_a' });
  expect(retry).toMatchObject({ status: 200, outcome: 'applied' });
  expect(await users()).toEqual(['user_2ada', 'user_2open']);
  expect(await rowsOf(deployment, accessKey)).toMatchObject([
    { svix_id: 'msg_a', attempt: 1, outcome: 'failed', changes: [] },
    { outcome: 'applied' },
    { svix_id: 'msg_a', attempt: 2, outcome: 'applied' },
  ]);
});
