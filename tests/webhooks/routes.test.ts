import { convexTest } from 'convex-test';
import { expect, test, vi } from 'vitest';
import { describeRoutes } from '../behaviours/routes.ts';
import { userCreated } from '../fixtures/data/clerkEvents.ts';
import { SECRET, signedRequest } from '../fixtures/data/signing.ts';
import schema from './scriptedApp/functions/schema.ts';
import { startDeployment } from './scriptedApp/startDeployment.ts';

describeRoutes(startDeployment);

test('the error of an app without webhookAdmin.ts says to write it', async () => {
  vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', SECRET);
  const modules = {
    './functions/http.ts': () => import('./scriptedApp/functions/http.ts'),
    './functions/_generated/api.js': async () => ({}),
  };
  const request = signedRequest(JSON.stringify(userCreated()));
  const answer = await convexTest({ schema, modules }).fetch('/clerk-users-webhook', request);
  expect(answer.status).toBe(500);
  expect(await answer.json()).toEqual({
    outcome: 'failed',
    reason:
      'There is no webhookAdmin:receive. Write ' +
      "`export * from 'webhook-devtools-for-convex/admin'` into convex/webhookAdmin.ts.",
  });
});
