/** Finding failures before the loaded events, in a local deployment by the panel's client. */
import { getFunctionName, type FunctionReference } from 'convex/server';
import { beforeAll, expect, test } from 'vitest';
import { api, internal } from '../../../../convex/_generated/api.js';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import { parseFilter } from '../../../../extension/timeline/filter/filter.ts';
import { standsBelow, timeOf, type TimelineItem } from '../../../../extension/event/item.ts';
import { olderFailures, type Stretch } from '../../../../extension/timeline/rows/olderFailures.ts';
import type { AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { issueKey } from '../../../behaviours/deployment.ts';
import { userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { startRejectingDeployment } from '../../../fixtures/deployments/rejectingDeployment.ts';

const MINUTE = 60_000;
/** More than two pages of either kind. */
const EACH = 300;
const NOW = Date.now();

const { backend, client, accessKey, countRejection } = await startRejectingDeployment();

beforeAll(async () => {
  // Failed deliveries from now on, and a rejection a minute before and after them.
  for (let n = 0; n < EACH; n++) {
    const event = userUpdated({ id: n === 0 ? 'user_2oldest' : 'user_2ada' });
    await backend.mutation(internal.webhookAdmin.logWebhookEvent, {
      svix_id: `msg_${n}`,
      body: JSON.stringify(event),
      headers: [],
      error: 'It took too long.',
    });
    const at = NOW + (EACH / 2 - n) * MINUTE + 30_000;
    await countRejection(at, n === EACH - 1 ? 'too_large' : 'bad_signature');
  }
});

const all = { below: null, above: null, cleared: { seq: 0n, time: 0 } };

/** The first `most` of what is found, and how many pages of each kind were read for it. */
async function find(
  filter: string,
  stretch: Partial<Stretch> = {},
  most = 1,
  { states } = new EventLog(),
) {
  const pages = { deliveries: 0, rejections: 0, events: 0 };
  const kinds = { older: 'deliveries', rejections: 'rejections', event: 'events' } as const;
  const ask = async (query: FunctionReference<'query'>, args: object) => {
    pages[kinds[getFunctionName(query).split(':')[1] as keyof typeof kinds]] += 1;
    return await client.query(query, { ...args, accessKey });
  };
  const found: TimelineItem[] = [];
  const signal = new AbortController().signal;
  const terms = parseFilter(filter);
  for await (const item of olderFailures(
    ask as never,
    states,
    terms,
    { ...all, ...stretch },
    signal,
  )) {
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

test('only failures between two events are found, without these two', async () => {
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

test('a rejection in the same millisecond as a failed delivery is found, and listed above it', async () => {
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

test('no more is read than is asked for', async () => {
  expect((await find('')).pages).toEqual({ deliveries: 1, rejections: 1, events: 0 });
});

test('a filter finds a delivery after one page of rejections, however many deliveries failed since', async () => {
  const { found, pages } = await find('id:msg_0');
  expect(found).toMatchObject([{ svix_id: 'msg_0' }]);
  expect(pages.rejections).toBe(1);
  expect((await find('user:user_2nobody')).found).toEqual([]);
});

test('a filter finds a rejection, however many there were since', async () => {
  const { found, pages } = await find('outcome:rejected large');
  expect(found).toMatchObject([{ reason: 'too_large' }]);
  expect(pages.rejections).toBeGreaterThan(1);
  expect((await find('outcome:rejected nowhere')).found).toEqual([]);
});

test('`is:` skips failures in another state, and asks the server once for each event', async () => {
  const [newest] = (await find('-outcome:rejected')).found;
  const failed = newest as AuditRow;
  await backend.mutation(internal.webhookAdmin.logWebhookEvent, {
    svix_id: failed.svix_id,
    body: JSON.stringify(userUpdated()),
    headers: [],
    error: 'It took too long again.',
  });
  const { id } = await client.mutation(api.webhookAudit.redispatch, {
    accessKey: (await issueKey(backend)).accessKey,
    id: failed._id,
    idempotency_key: 'a_press',
  });
  const mended = await find('is:mended', {}, Infinity);
  expect(mended.found).toMatchObject([{ attempt: 2 }, { _id: failed._id }]);
  expect(mended.pages.events).toBe(EACH);
  const open = await find('is:open', {}, 1);
  expect(open.found).toMatchObject([{ outcome: 'failed', svix_id: `msg_${EACH - 2}` }]);

  const log = new EventLog(() => {});
  const page = await client.query(api.webhookAudit.older, { accessKey, before: null, limit: 256 });
  log.appendOlder(page.rows, page.done);
  expect(log.find(id)).toMatchObject({ outcome: 'applied' });
  const known = await find('is:open', {}, 1, log);
  expect(known.found).toEqual(open.found);
  expect(known.pages.events).toBe(0);
  expect((await find('-is:open', {}, 1)).found).not.toMatchObject([{ outcome: 'failed' }]);
});

test('events that Clear hides are neither found nor read', async () => {
  const cleared = { seq: 1n << 62n, time: NOW + EACH * MINUTE };
  expect(await find('', { cleared })).toEqual({
    found: [],
    pages: { deliveries: 1, rejections: 1, events: 0 },
  });
});

test('nothing is read from before the time with which a filter begins', async () => {
  const { found, pages } = await find(
    `after:${new Date(NOW + EACH * MINUTE).toISOString()}`,
    {},
    Infinity,
  );
  expect(found).toEqual([]);
  expect(pages).toEqual({ deliveries: 1, rejections: 1, events: 0 });
});

test('an aborted search reads no further', async () => {
  const stopped = new AbortController();
  let pages = 0;
  const ask = async (query: FunctionReference<'query'>, args: object) => {
    if (++pages === 3) stopped.abort();
    return await client.query(query, { ...args, accessKey });
  };
  const search = olderFailures(
    ask as never,
    new EventLog().states,
    parseFilter('nowhere'),
    all,
    stopped.signal,
  );
  expect(await search.next()).toMatchObject({ done: true });
  expect(pages).toBe(3);
});

test('an error of the server is thrown', async () => {
  const ask = (query: FunctionReference<'query'>, args: object) =>
    client.query(query, { ...args, accessKey: 'wdk_unknown' });
  const search = olderFailures(
    ask as never,
    new EventLog().states,
    [],
    all,
    new AbortController().signal,
  );
  await expect(search.next()).rejects.toThrow('Unknown access key.');
});
