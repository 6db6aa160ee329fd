/** Rejections as the panel keeps them, against a local deployment by the client that it uses. */
import { ConvexReactClient } from 'convex/react';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import { RejectionMap } from '../../../extension/data/rejections.ts';
import { startDeployment, type Deployment as LocalDeployment } from '../../../local/deployment.ts';
import { issueKey, type Deployment } from '../../behaviours/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { eventually } from '../../fixtures/eventually.ts';

const MINUTE = 60_000;
/** More than a page of the panel's holds, at one row a minute. */
const MINUTES = 150;
const NOW = Date.UTC(2026, 0, 5, 12);

let local: LocalDeployment;
let backend: Deployment;
let accessKey: string;

beforeAll(async () => {
  const functions = new URL('../../../convex', import.meta.url).pathname;
  local = await startDeployment({ functions, memory: true, port: 0, sitePort: 0 });
  backend = overHttp(local);
  ({ accessKey } = await issueKey(backend, 'viewer'));
  for (let minute = 0; minute < MINUTES; minute++) await refuse(NOW - minute * MINUTE);
});
afterAll(() => local.close());

async function refuse(at: number) {
  const sample = { header_names: [], body_bytes: 0, body_start: '', diagnosis: 'None.' };
  const refusal = { reason: 'bad_signature', at, sample } as const;
  await backend.mutation(internal.webhookAudit.countRefused, refusal);
}

test('rejections older than the live ones are read back to any time, and to the first', async () => {
  const client = new ConvexReactClient(local.url, { skipConvexDeploymentUrlCheck: true });
  const map = new RejectionMap();
  const refused: unknown[] = [];
  const stop = map.follow(client, accessKey, (error) => refused.push(error));
  await eventually(() => expect(map.rows[0]?.minute).toBe(NOW));

  await map.fetchBackTo(client, accessKey, NOW - 100 * MINUTE);
  expect(map.rows.at(-1)?.minute).toBeLessThanOrEqual(NOW - 100 * MINUTE);

  await map.fetchBackTo(client, accessKey, 0);
  expect(map.rows.map(({ minute }) => (NOW - minute) / MINUTE)).toEqual(
    Array.from({ length: MINUTES }, (_, minute) => minute),
  );
  stop();
  await client.close();
  expect(refused).toEqual([]);
});
