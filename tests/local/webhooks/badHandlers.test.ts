import { expect, test } from 'vitest';
import { testBadHandlers } from '../../behaviours/badHandlers.ts';
import { issueKey, rowsOf } from '../../behaviours/deployment.ts';
import { dump, scriptedEvent } from '../../behaviours/scriptedApp.ts';
import { NOON } from '../../fixtures/data/clerkEvents.ts';
import { insert } from '../../webhooks/record/scripts.ts';
import { startDeployment } from './scriptedApp.ts';

testBadHandlers(startDeployment);

// Only here, since convex-test has no time limit.
test('a handler that never ends is recorded as failed, and the next event is handled', async () => {
  const deployment = await startDeployment();
  const { accessKey } = await issueKey(deployment);
  const thing = { id: 'org_acme', updated_at: NOON };
  const endless = scriptedEvent('organization.created', thing, [insert, { do: 'waitForEver' }]);
  const answer = await deployment.deliver(endless);
  expect(answer).toMatchObject({ status: 500, outcome: 'failed' });
  expect((await dump(deployment)).things).toEqual([]);

  const next = scriptedEvent('organization.created', thing, [insert]);
  expect(await deployment.deliver(next)).toMatchObject({ status: 200, outcome: 'applied' });
  expect(await rowsOf(deployment, accessKey)).toMatchObject([
    { outcome: 'failed', writes: 0, error_line: expect.stringMatching(/timed out|too long/) },
    { outcome: 'applied', writes: 1 },
  ]);
});
