/** Subscriptions of operators are updated, in the real client over its socket. */
import { ConvexError } from 'convex/values';
import { expect, test } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import type { Batch } from '../../../webhooks/shared/batch.ts';
import { issueKey, record } from '../../behaviours/deployment.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { eventually } from '../../fixtures/eventually.ts';
import { startLiveDeployment } from './liveDeployment.ts';

const { deployment, client } = await startLiveDeployment();

const EVENTS = 60;

test('the progress of a batch is pushed while it runs', async () => {
  const { accessKey } = await issueKey(deployment);
  for (let n = 0; n < EVENTS; n++) await record(deployment, userCreated({ id: `user_${n}` }));
  const seen: Batch[][] = [];
  client.onUpdate(api.webhookAudit.batches, { accessKey }, (batches) => void seen.push(batches));
  await eventually(() => expect(seen).toEqual([[]]));

  const selection = { where: { event_type: 'user.created' }, since: 0 };
  await deployment.mutation(api.webhookAudit.startBatch, { accessKey, key: 'a key', selection });
  await eventually(() => expect(seen.at(-1)).toMatchObject([{ state: 'done' }]));

  const sent = seen.slice(1).map(([batch]) => batch!.counts.unchanged);
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
  expect(sent.at(-1)).toBe(EVENTS);
  expect(new Set(sent).size).toBeGreaterThan(2);
});

test('a subscription fails as soon as its access key is revoked', async () => {
  const { id, accessKey } = await issueKey(deployment, 'viewer');
  const answers: unknown[] = [];
  client.onUpdate(
    api.webhookAudit.tail,
    { accessKey, after: 0n },
    (rows) => void answers.push(rows.length > 0),
    (error) => void answers.push(error instanceof ConvexError ? error.data : error),
  );
  await eventually(() => expect(answers).toEqual([true]));
  await deployment.mutation(internal.webhookAdmin.revokeAccessKey, { id });
  const refused = { code: 'key_refused', message: expect.stringContaining('was revoked') };
  await eventually(() => expect(answers).toEqual([true, refused]));
});
