/** An app that names no table of users. */
import { expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { issueKey, refusalOf } from '../../behaviours/deployment.ts';
import { startDeployment } from '../scriptedApp/startDeployment.ts';

test('the error of an app without `users` says how to get the Users view', async () => {
  const deployment = await startDeployment();
  const { accessKey } = await issueKey(deployment);
  const refused = refusalOf(deployment.query(api.webhookAudit.users, { accessKey }));
  expect(await refused).toEqual({
    code: 'not_found',
    message:
      'This app named no table of users. Give `users` to defineWebhooks in convex/webhookHandler.ts.',
  });
  const me = await deployment.query(api.webhookAudit.me, { accessKey });
  expect(me).not.toHaveProperty('usersTable');
});

test('without a table of users, only the deliveries of a user are known', async () => {
  const deployment = await startDeployment();
  const { accessKey } = await issueKey(deployment);
  const asked = { accessKey, clerk_id: 'user_2ada' };
  expect(await deployment.query(api.webhookAudit.user, asked)).toMatchObject({ row: null });
});
