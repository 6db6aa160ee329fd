/** Applying throws: over HTTP the hook cannot be mocked, so our functions run with another one. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { issueKey, rowsOf } from '../../behaviours/deployment.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { startDeployment } from './deployment.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
/** Within the project, so that packages resolve. */
const SCRATCH = join(ROOT, 'node_modules/.cache');

const HOOK = `
  export async function onUserChange(ctx, { after }) {
    const users = await ctx.db.query('users').collect();
    const isOpen = users.some(({ clerk_id }) => clerk_id === 'user_2open');
    if (!isOpen) throw new Error('The CRM is closed');
  }
`;

let folder: string;
beforeAll(async () => {
  await mkdir(SCRATCH, { recursive: true });
  folder = await mkdtemp(join(SCRATCH, 'failing-'));
  await cp(join(ROOT, 'convex'), join(folder, 'convex'), { recursive: true });
  await writeFile(join(folder, 'convex/model/onUserChange.ts'), HOOK);
});
afterAll(async () => await rm(folder, { recursive: true }));

test('the answer is 500, nothing of the change stays, and the retry is processed', async () => {
  const deployment = await startDeployment(join(folder, 'convex'));
  const { accessKey } = await issueKey(deployment);
  const users = async () =>
    (await deployment.query(api.users.list, { accessKey })).users.map(({ clerk_id }) => clerk_id);

  const answer = await deployment.deliver(userCreated(), { svix_id: 'msg_a' });
  expect(answer).toMatchObject({ status: 500, outcome: 'failed' });
  expect(JSON.stringify(answer)).not.toContain('CRM');
  expect(await users()).toEqual([]);
  const { error } = await deployment.query(api.webhookAudit.get, { accessKey, id: answer.id! });
  expect(error).toContain('The CRM is closed');

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
