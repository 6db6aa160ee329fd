import { expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { MASK } from '../../../webhooks/shared/masking/maskPayload.ts';
import { addOperator, deliver, startBackend } from '../../fixtures/deployments/backend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';

async function changedRow(role: 'viewer' | 'redispatcher') {
  const backend = startBackend();
  const { accessKey } = await addOperator(backend, role);
  await deliver(backend, userCreated());
  const { id } = await deliver(backend, userUpdated({ last_name: 'King' }));
  const { writes } = await backend.query(api.webhookAudit.get, { accessKey, id: id! });
  return JSON.parse(writes[0]!.after!) as Record<string, unknown>;
}

test('a redispatcher sees a changed document unmasked', async () => {
  expect(await changedRow('redispatcher')).toMatchObject({ first_name: 'Ada', last_name: 'King' });
});

test('a viewer sees only the ids and the fields of a changed document that are not personal', async () => {
  const seen = await changedRow('viewer');
  expect(seen).toEqual({
    ...(await changedRow('redispatcher')),
    _id: seen._id,
    _creationTime: seen._creationTime,
    clerk_id: 'user_2ada',
    clerk_created_at: NOON,
    email: MASK,
    email_lower: MASK,
    first_name: MASK,
    last_name: MASK,
    image_url: MASK,
  });
  expect(JSON.stringify(seen)).not.toMatch(/Ada|King|example\.com/);
});
