/** How failures before what is loaded are found, against a local deployment by the panel's client. */
import { ConvexReactClient } from 'convex/react';
import { getFunctionName, type FunctionReference } from 'convex/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import type { Rejection } from '../../../convex/shared/rejection.ts';
import { parseFilter } from '../../../extension/timeline/filter.ts';
import { standsBelow, timeOf, type TimelineItem } from '../../../extension/timeline/item.ts';
import { olderFailures, type Stretch } from '../../../extension/timeline/olderFailures.ts';
import { startDeployment, type Deployment as LocalDeployment } from '../../../local/deployment.ts';
import { issueKey, type Deployment } from '../../behaviours/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { auditRow } from '../../fixtures/auditRow.ts';

const MINUTE = 60_000;
/** More than two pages of either kind hold. */
const EACH = 300;
const NOW = Date.now();

let local: LocalDeployment;
let backend: Deployment;
let client: ConvexReactClient;
let accessKey: string;

beforeAll(async () => {
  const functions = new URL('../../../convex', import.meta.url).pathname;
  local = await startDeployment({ functions, memory: true, port: 0, sitePort: 0 });
  backend = overHttp(local);
  ({ accessKey } = await issueKey(backend, 'viewer'));
  // A failed delivery a millisecond from now on, and a rejection a minute before and after them.
  for (let n = 0; n < EACH; n++) {
    const {
      _id,
      seq: _seq,
      ...row
    } = auditRow(0, {
      svix_id: `msg_${n}`,
      clerk_user_id: n === 0 ? 'user_2oldest' : 'user_2ada',
      received_at: NOW + n,
      outcome: 'failed',
    });
    const payload = { body: '{}', headers: [] };
    await backend.mutation(internal.webhookAudit.logWebhookEvent, { row, payload });
    const at = NOW + (EACH / 2 - n) * MINUTE + 30_000;
    await countRejection(at, n === EACH - 1 ? 'too_large' : 'bad_signature');
  }
  client = new ConvexReactClient(local.url, { skipConvexDeploymentUrlCheck: true });
});
afterAll(async () => {
  await client.close();
  await local.close();
});

async function countRejection(at: number, reason: Rejection['reason']) {
  const sample = { header_names: [], body_bytes: 0, body_start: '', diagnosis: 'None.' };
  await backend.mutation(internal.webhookAudit.countRefused, { reason, at, sample });
}

const all = { below: null, above: null, cleared: { seq: 0n, time: 0 } };

/** The first `most` of what is found, and how many pages of each kind were read for it. */
async function find(filter: string, stretch: Partial<Stretch> = {}, most = 1) {
  const pages = { deliveries: 0, rejections: 0 };
  const ask = async (query: FunctionReference<'query'>, args: object) => {
    pages[getFunctionName(query).endsWith(':older') ? 'deliveries' : 'rejections'] += 1;
    return await client.query(query, { ...args, accessKey });
  };
  const found: TimelineItem[] = [];
  const signal = new AbortController().signal;
  const terms = parseFilter(filter);
  for await (const item of olderFailures(ask as never, terms, { ...all, ...stretch }, signal)) {
    found.push(item);
    if (found.length === most) break;
  }
  return { found, pages };
}

test('failed deliveries and rejections are found newest first, each once', async () => {
  const { found } = await find('', {}, Infinity);
  expect(found).toHaveLength(2 * EACH);
  expect(found.every((item, at) => at === 0 || standsBelow(item, found[at - 1]!))).toBe(true);
});

test('only what lies between two events is found, neither of them again', async () => {
  const { found } = await find('', {}, Infinity);
  for (const [upper, lower] of [
    [0, 3],
    [EACH / 2 - 2, EACH / 2 + 2],
    [EACH, EACH * 1.5 + 2],
    [EACH * 1.5 + 2, 2 * EACH - 2],
    [1, 2 * EACH - 1],
  ] as const) {
    const between = await find('', { below: found[upper]!, above: found[lower]! }, Infinity);
    expect(between.found).toEqual(found.slice(upper + 1, lower));
  }
});

test('a rejection of the millisecond of a failed delivery is found, above it', async () => {
  const deliveries = (await find('-outcome:rejected', {}, Infinity)).found;
  const { found } = await find('', { below: deliveries[9]! }, 2);
  expect(found[0]).toEqual(deliveries[10]);
  await countRejection(timeOf(deliveries[10]!), 'not_json');
  const after = await find('', { below: deliveries[9]! }, 2);
  expect(after.found[0]).toMatchObject({ reason: 'not_json' });
  expect(after.found[1]).toEqual(deliveries[10]);
  const { found: below } = await find('', { below: after.found[0]! });
  expect(below).toEqual([deliveries[10]]);
});

test('only so much is read as is asked for', async () => {
  expect((await find('')).pages).toEqual({ deliveries: 1, rejections: 1 });
});

test('a delivery is found by a filter, however many failed since, without reading rejections', async () => {
  const { found, pages } = await find('user:user_2oldest');
  expect(found).toMatchObject([{ svix_id: 'msg_0' }]);
  expect(pages.rejections).toBe(1);
  expect((await find('user:user_2nobody')).found).toEqual([]);
});

test('a rejection is found by a filter, however many there were since', async () => {
  const { found, pages } = await find('outcome:rejected large');
  expect(found).toMatchObject([{ reason: 'too_large' }]);
  expect(pages.rejections).toBeGreaterThan(1);
  expect((await find('outcome:rejected nowhere')).found).toEqual([]);
});

test('what Clear hides is not found, nor read beyond', async () => {
  const cleared = { seq: 1n << 62n, time: NOW + EACH * MINUTE };
  expect(await find('', { cleared })).toEqual({
    found: [],
    pages: { deliveries: 1, rejections: 1 },
  });
});

test('nothing is read beyond the time from which on a filter lets events through', async () => {
  const { found, pages } = await find(
    `after:${new Date(NOW + EACH * MINUTE).toISOString()}`,
    {},
    Infinity,
  );
  expect(found).toEqual([]);
  expect(pages).toEqual({ deliveries: 1, rejections: 1 });
});

test('who is not waited for any more reads no further', async () => {
  const stopped = new AbortController();
  let pages = 0;
  const ask = async (query: FunctionReference<'query'>, args: object) => {
    if (++pages === 3) stopped.abort();
    return await client.query(query, { ...args, accessKey });
  };
  const search = olderFailures(ask as never, parseFilter('nowhere'), all, stopped.signal);
  expect(await search.next()).toMatchObject({ done: true });
  expect(pages).toBe(3);
});

test('what the server refuses is thrown', async () => {
  const key = accessKey;
  accessKey = 'wdk_unknown';
  await expect(find('')).rejects.toThrow('This access key is not known here.');
  accessKey = key;
});
