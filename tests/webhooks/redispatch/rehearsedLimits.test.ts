import { expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { issueKey, record } from '../../behaviours/deployment.ts';
import { scriptedEvent } from '../../behaviours/scriptedApp.ts';
import { deploymentOf } from '../../convex/deployment.ts';
import { NOON } from '../../fixtures/data/clerkEvents.ts';
import { increase } from '../record/scripts.ts';
import { startBackend } from '../scriptedApp/startDeployment.ts';

test('an event that exceeds a limit only after other events is rehearsed in the next part', async () => {
  const deployment = deploymentOf(startBackend({ transactionLimits: true }) as never);
  const { accessKey } = await issueKey(deployment);
  // Together more than the 4,096 queries of a transaction, and the first less than half of them.
  const reading = async (id: string, queries: number) =>
    await record(
      deployment,
      scriptedEvent(
        'organization.updated',
        { id, updated_at: NOON },
        Array(queries).fill(increase),
      ),
    );
  const selection = { ids: [await reading('org_a', 1500), await reading('org_b', 2500)] };
  const preview = async (next: string | null) =>
    await deployment.mutation(api.webhookAudit.previewMany, { accessKey, selection, next });

  const first = await preview(null);
  expect(first.events).toMatchObject([{ subject: 'org_a', outcome: 'unchanged' }]);
  const second = await preview(first.next);
  expect(second.events).toMatchObject([{ subject: 'org_b', outcome: 'unchanged' }]);
  expect(second.next).toBeNull();
});
