/** What operators subscribe to is pushed to them, by the real client over its socket. */
import { ConvexClient } from 'convex/browser';
import { ConvexError } from 'convex/values';
import { afterAll, expect, test } from 'vitest';
import { startDeployment } from '../../../local/deployment.ts';
import { api, internal } from '../../../convex/_generated/api.js';
import type { Batch } from '../../../convex/shared/batch.ts';
import { issueKey, record } from '../../behaviours/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { eventually } from '../../fixtures/eventually.ts';
import { SECRET } from '../../fixtures/signing.ts';

const local = await startDeployment({
  functions: new URL('../../../convex', import.meta.url).pathname,
  memory: true,
  port: 0,
  sitePort: 0,
  env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET },
});
const deployment = overHttp(local);
const client = new ConvexClient(local.url, { unsavedChangesWarning: false, logger: false });
afterAll(async () => {
  await client.close();
  await local.close();
});

const EVENTS = 60;

test('a batch tells its progress while it runs', async () => {
  const { accessKey } = await issueKey(deployment);
  for (let n = 0; n < EVENTS; n++) await record(deployment, userCreated({ id: `user_${n}` }));
  const seen: Batch[][] = [];
  client.onUpdate(api.redispatch.batches, { accessKey }, (batches) => void seen.push(batches));
  await eventually(() => expect(seen).toEqual([[]]));

  const selection = { where: { event_type: 'user.created' }, since: 0 };
  await deployment.mutation(api.redispatch.startBatch, { accessKey, key: 'a key', selection });
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
  await deployment.mutation(internal.admin.revokeAccessKey, { id });
  const refused = { code: 'key_refused', message: expect.stringContaining('was revoked') };
  await eventually(() => expect(answers).toEqual([true, refused]));
});
