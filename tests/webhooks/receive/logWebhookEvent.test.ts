/** Failures that are recorded after their transaction, of an app that orders events of its store. */
import { makeFunctionReference } from 'convex/server';
import { expect, test } from 'vitest';
import type { VerifiedRequest } from '../../../webhooks/receive/receive.ts';
import { NOON } from '../../fixtures/data/clerkEvents.ts';
import { all } from '../../fixtures/deployments/backend.ts';
import { startBackend } from '../scriptedApp/startDeployment.ts';

const log = makeFunctionReference<'mutation', VerifiedRequest & { error: string }>(
  'webhookAdmin:logWebhookEvent',
);
test.each([
  ['order.updated', 'order_1'],
  ['cart.updated', undefined],
])('the failure of %s has the subject %s', async (type, subject) => {
  const backend = startBackend();
  const body = JSON.stringify({ type, timestamp: NOON, data: { id: 'order_1' } });
  await backend.mutation(log, {
    source: 'store',
    svix_id: 'msg_1',
    body,
    headers: [],
    error: 'It took too long',
  });
  const [row] = await all(backend as never, 'webhookAudit');
  expect(row).toMatchObject({ outcome: 'failed' });
  expect(row?.subject).toBe(subject);
});
