/** Many subscribers of one query need only one run. */
import { ConvexClient, ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeployment, type Deployment } from '../../local/deployment.ts';
import { eventually } from '../fixtures/eventually.ts';

const functions = new URL('../fixtures/functions', import.meta.url).pathname;
const list = fn<'query', { channel: string }, string[]>('messages:list');
const send = fn<'mutation', { channel: string; body: string }, string>('messages:send');

let deployment: Deployment;

beforeAll(async () => {
  deployment = await startDeployment({ functions, memory: true, port: 0, sitePort: 0 });
});

afterAll(() => deployment.close());

/** The executions since the cursor, as `npx convex logs` gets them. */
async function executions(cursor: number): Promise<{ runs: string[]; newCursor: number }> {
  const response = await fetch(`${deployment.url}/api/stream_function_logs?cursor=${cursor}`, {
    headers: { authorization: `Convex ${deployment.adminKey}` },
  });
  const { entries, newCursor } = (await response.json()) as any;
  return { runs: entries.map((entry: { identifier: string }) => entry.identifier), newCursor };
}

test('a commit that 200 clients see runs their query once', async () => {
  const clients = Array.from(
    { length: 200 },
    () => new ConvexClient(deployment.url, { unsavedChangesWarning: false, logger: false }),
  );
  const seen = clients.map(() => [] as string[][]);
  clients.forEach((client, index) => {
    client.onUpdate(list, { channel: 'a' }, (messages) => seen[index]!.push(messages));
  });
  await eventually(() => expect(seen.every((updates) => updates.length === 1)).toBe(true));
  const before = await executions(0);
  expect(before.runs).toEqual(['messages:list']);

  const http = new ConvexHttpClient(deployment.url);
  await http.mutation(send, { channel: 'a', body: 'hello' });
  await eventually(() => expect(seen.every((updates) => updates.length === 2)).toBe(true));
  expect(new Set(seen.map((updates) => JSON.stringify(updates)))).toEqual(
    new Set([JSON.stringify([[], ['hello']])]),
  );
  const { runs } = await executions(before.newCursor);
  expect(runs.sort()).toEqual(['messages:list', 'messages:send']);
  await Promise.all(clients.map((client) => client.close()));
});
