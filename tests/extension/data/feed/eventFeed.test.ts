/** The live events of a local deployment, read by the client that the panel uses. */
import { ConvexReactClient } from 'convex/react';
import { expect, onTestFinished, test } from 'vitest';
import { followEvents } from '../../../../extension/data/feed/eventFeed.ts';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import { startDeployment } from '../../../../local/deployment.ts';
import { issueKey } from '../../../behaviours/deployment.ts';
import { overHttp } from '../../../behaviours/overHttp.ts';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { SECRET } from '../../../fixtures/data/signing.ts';
import { executedSince } from '../../../fixtures/deployments/executions.ts';
import { eventually } from '../../../fixtures/eventually.ts';

const FUNCTIONS = new URL('../../../../convex', import.meta.url).pathname;
const EVENTS = 60;

test('an event costs a panel at most 1.3 executions of tail, and each is listed once', async () => {
  const local = await startDeployment({
    functions: FUNCTIONS,
    memory: true,
    port: 0,
    sitePort: 0,
    env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET },
  });
  onTestFinished(() => local.close());
  const deployment = overHttp(local);
  const { accessKey } = await issueKey(deployment, 'viewer');
  const client = new ConvexReactClient(local.url, { skipConvexDeploymentUrlCheck: true });
  onTestFinished(() => client.close());

  const log = new EventLog((callback) => setTimeout(callback));
  const refused: unknown[] = [];
  const stop = followEvents(client, accessKey, log, (error) => refused.push(error));
  await deployment.deliver(userCreated(), { svix_id: 'msg_0' });
  await eventually(() => expect(log.size).toBe(1));

  const { newCursor } = await executedSince(local, 0);
  for (let n = 1; n <= EVENTS; n++) {
    await deployment.deliver(userCreated(), { svix_id: `msg_${n}` });
    await eventually(() => expect(log.size).toBe(n + 1));
  }
  const { runs } = await executedSince(local, newCursor);
  const tails = runs.filter((run) => run === 'webhookAudit:tail').length;
  expect(tails).toBeLessThanOrEqual(1.3 * EVENTS);
  stop();
  expect(refused).toEqual([]);
});
