/** Convex refuses arrays of over 8,192 items, as the local deployment does. */
import { expect, test } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import { NOON } from '../../fixtures/data/clerkEvents.ts';
import { issueKey, record, rowsOf } from '../../behaviours/deployment.ts';
import { scriptedEvent } from '../../behaviours/scriptedApp.ts';
import { insert } from '../../webhooks/record/scripts.ts';
import type { Step } from '../../webhooks/record/functions/steps.ts';
import { startDeployment } from './scriptedApp.ts';

test('a user whose deliveries wrote 8,400 documents is forgotten', async () => {
  const deployment = await startDeployment();
  const { accessKey } = await issueKey(deployment);
  const id = 'user_2ada';
  const steps = [{ ...insert, times: 200 } as Step];
  for (let n = 0; n < 42; n++) {
    await record(deployment, scriptedEvent('user.updated', { id, updated_at: NOON + n }, steps));
  }
  await deployment.mutation(internal.webhookAdmin.forgetUser, { clerk_id: id });
  while ((await deployment.query(internal.webhookAdmin.erasures, {})).length > 0);

  const rows = await rowsOf(deployment, accessKey);
  expect(rows).toHaveLength(43);
  for (const { _id, writes: counted } of rows.slice(0, 42)) {
    const { body, writes } = await deployment.query(api.webhookAudit.get, { accessKey, id: _id });
    expect({ body, writes, counted }).toEqual({ body: '', writes: [], counted: 200 });
  }
});
