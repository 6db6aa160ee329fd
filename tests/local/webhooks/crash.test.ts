/**
 * A batch whose deployment is killed while it runs continues after a restart, and sends no event
 * twice.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { endOfBatch, issueKey, record, rowsOf } from '../../behaviours/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { spawnDeployment } from '../../../local/demo/spawnDeployment.ts';
import { SECRET } from '../../fixtures/data/signing.ts';

const functions = new URL('../../../convex', import.meta.url).pathname;
const EVENTS = 60;
const data = await mkdtemp(join(tmpdir(), 'batch-crash-'));
afterAll(async () => await rm(data, { recursive: true }));

async function start() {
  const env = { CLERK_WEBHOOK_SIGNING_SECRET: SECRET };
  const process = await spawnDeployment({ functions, data, env });
  return { process, deployment: overHttp(process) };
}

test('a batch sends each event once although its deployment is killed twice', async () => {
  let { process, deployment } = await start();
  const { accessKey } = await issueKey(deployment);
  const originals = [];
  for (let n = 0; n < EVENTS; n++) {
    originals.push(await record(deployment, userCreated({ id: `user_${n}` })));
  }
  const selection = { where: { event_type: 'user.created' }, since: 0 };
  const id = await deployment.mutation(api.webhookAudit.startBatch, {
    accessKey,
    key: 'a key',
    selection,
  });

  const sent = async () =>
    (await rowsOf(deployment, accessKey)).flatMap(({ redispatch }) => redispatch?.of ?? []);
  for (const share of [1 / 6, 1 / 2]) {
    while ((await sent()).length < EVENTS * share);
    await process.kill('SIGKILL');
    ({ process, deployment } = await start());
  }
  expect(await endOfBatch(deployment, accessKey, id)).toMatchObject({
    state: 'done',
    total: EVENTS,
    skipped: 0,
    counts: { unchanged: EVENTS },
  });
  expect(await sent()).toEqual(originals);
  await process.stop();
});
