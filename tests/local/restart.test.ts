/** Clients of a deployment that is killed and started again. */
import { ConvexClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { spawnDeployment, type SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';
import { eventually } from '../fixtures/eventually.ts';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';

const functions = new URL('../fixtures/functions', import.meta.url).pathname;
const get = fn<'query', { name: string }, number>('counters:get');
const increment = fn<'mutation', { name: string }, number>('counters:increment');

function client({ url }: SpawnedDeployment): ConvexClient {
  return new ConvexClient(url, { unsavedChangesWarning: false, logger: false });
}

/** Kills the deployment and starts another on the same ports and data. */
async function restarted(deployment: SpawnedDeployment, data: string): Promise<SpawnedDeployment> {
  await deployment.kill('SIGKILL');
  const [port, sitePort] = [deployment.url, deployment.siteUrl].map((url) => +new URL(url).port);
  return await spawnDeployment({ functions, data, port: port!, sitePort: sitePort! });
}

test('a client reconnects after kill -9 and continues with the data', async () => {
  const data = temporaryFolder();
  let deployment = await spawnDeployment({ functions, data });
  const convex = client(deployment);
  const seen: number[] = [];
  convex.onUpdate(get, { name: 'a' }, (value) => seen.push(value));
  await convex.mutation(increment, { name: 'a' });
  await eventually(() => expect(seen.at(-1)).toBe(1));

  deployment = await restarted(deployment, data);
  await convex.mutation(increment, { name: 'a' });
  await eventually(() => expect(seen.at(-1)).toBe(2));
  await convex.close();
  await deployment.stop();
});

test('mutations in flight when the deployment was killed are applied once each', async () => {
  const data = temporaryFolder();
  let deployment = await spawnDeployment({ functions, data });
  const convex = client(deployment);
  await convex.mutation(increment, { name: 'b' });
  const results = Array.from({ length: 200 }, () => convex.mutation(increment, { name: 'b' }));
  await results[20];
  deployment = await restarted(deployment, data);
  expect(await Promise.all(results)).toEqual(results.map((_, index) => index + 2));
  expect(await convex.query(get, { name: 'b' })).toBe(201);
  await convex.close();
  await deployment.stop();
});

test('a mutation that is sent again after the restart gets the first answer', async () => {
  const data = temporaryFolder();
  let deployment = await spawnDeployment({ functions, data });
  const first = await sendMutation(deployment, 'session-1');
  deployment = await restarted(deployment, data);
  expect(await sendMutation(deployment, 'session-1')).toEqual(first);
  expect((await sendMutation(deployment, 'session-2')).result).toBe(2);
  await deployment.stop();
});

/** One mutation with request id 0 on a connection of its own. */
function sendMutation({ url }: SpawnedDeployment, sessionId: string): Promise<any> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/1.48.0/sync`);
    socket.on('error', reject);
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'Connect', sessionId }));
      const call = { udfPath: 'counters:increment', args: [{ name: 'resent' }] };
      socket.send(JSON.stringify({ type: 'Mutation', requestId: 0, ...call }));
    });
    socket.on('message', (text: Buffer) => {
      const message = JSON.parse(String(text));
      if (message.type !== 'MutationResponse') return;
      socket.close();
      resolve(message);
    });
  });
}

test('a client continues with a deployment that has lost its data', async () => {
  const data = temporaryFolder();
  const deployment = await spawnDeployment({ functions, data });
  const convex = client(deployment);
  await convex.mutation(increment, { name: 'c' });
  const port = +new URL(deployment.url).port;
  await deployment.kill('SIGKILL');
  const other = await spawnDeployment({ functions, port });
  await eventually(() => expect(convex.connectionState().isWebSocketConnected).toBe(true));
  // Without its data it starts at the current time, which is later than all that the client has
  // seen.
  expect(await convex.query(get, { name: 'c' })).toBe(0);
  await convex.close();
  await other.stop();
});
