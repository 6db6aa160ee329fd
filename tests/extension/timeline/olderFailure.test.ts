/** How failures before what is loaded are found, against a local deployment by the panel's client. */
import { ConvexReactClient } from 'convex/react';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import { EventLog } from '../../../extension/data/events.ts';
import { RejectionMap } from '../../../extension/data/rejections.ts';
import { parseFilter } from '../../../extension/timeline/filter.ts';
import { findOlderFailure } from '../../../extension/timeline/olderFailure.ts';
import { startDeployment, type Deployment as LocalDeployment } from '../../../local/deployment.ts';
import { issueKey } from '../../behaviours/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { auditRow, NOON } from '../../fixtures/auditRow.ts';
import { eventually } from '../../fixtures/eventually.ts';

const MINUTE = 60_000;
/** More than two pages of either kind hold: one a minute, until noon. */
const MINUTES = 300;
const DAY = 24 * 60 * MINUTE;
const afterAllOfThem = { seq: 1n << 62n, time: NOON + MINUTE };
const beforeAllOfThem = { seq: 0n, time: 0 };

let local: LocalDeployment;
let client: ConvexReactClient;
let accessKey: string;
let rejections: RejectionMap;
let stop: () => void;
let pagesOfRefusals = 0;

beforeAll(async () => {
  const functions = new URL('../../../convex', import.meta.url).pathname;
  local = await startDeployment({ functions, memory: true, port: 0, sitePort: 0 });
  const backend = overHttp(local);
  ({ accessKey } = await issueKey(backend, 'viewer'));
  for (let n = 0; n < MINUTES; n++) {
    const {
      _id,
      seq: _seq,
      ...row
    } = auditRow(0, {
      svix_id: `msg_${n}`,
      clerk_user_id: n === 0 ? 'user_2oldest' : 'user_2ada',
      received_at: NOON - DAY + n * MINUTE,
      outcome: 'failed',
    });
    const payload = { body: '{}', headers: [] };
    await backend.mutation(internal.webhookAudit.logWebhookEvent, { row, payload });
    const sample = { header_names: [], body_bytes: 0, body_start: '', diagnosis: 'None.' };
    const reason = n === MINUTES - 1 ? ('too_large' as const) : ('bad_signature' as const);
    const at = NOON - n * MINUTE;
    await backend.mutation(internal.webhookAudit.countRefused, { reason, at, sample });
  }
  client = new ConvexReactClient(local.url, { skipConvexDeploymentUrlCheck: true });
  rejections = new RejectionMap();
  stop = rejections.follow(client, accessKey, (error) => expect.unreachable(String(error)));
  await eventually(() => expect(rejections.rows[0]?.last_at).toBe(NOON));
});
afterAll(async () => {
  stop();
  await client.close();
  await local.close();
});

async function find(filter: string, before = afterAllOfThem, since = beforeAllOfThem) {
  pagesOfRefusals = 0;
  const feed = {
    log: new EventLog(),
    rejections,
    loaded: true,
    error: null,
    retry: () => {},
    fetchOlder: async () => {},
    fetchOlderRejections: async () => {
      pagesOfRefusals += 1;
      return await rejections.fetchOlder(client, accessKey);
    },
  };
  return await findOlderFailure(
    (query, args) => client.query(query, { ...args, accessKey } as never),
    feed,
    parseFilter(filter),
    { before, since, known: null },
  );
}

test('of failed deliveries and refusals the newest is found, before a place and not before another', async () => {
  expect(await find('')).toMatchObject({ last_at: NOON });
  const between = { ...afterAllOfThem, time: NOON - MINUTE };
  expect(await find('', between)).toMatchObject({ last_at: NOON - 2 * MINUTE });
  expect(await find('-outcome:rejected')).toMatchObject({ svix_id: `msg_${MINUTES - 1}` });
  expect(await find('', afterAllOfThem, { seq: afterAllOfThem.seq, time: NOON })).toBeNull();
});

test('a delivery is found by a filter, however many failed since, without reading refusals in vain', async () => {
  expect(await find('user:user_2oldest')).toMatchObject({ svix_id: 'msg_0' });
  expect(await find('user:user_2nobody')).toBeNull();
  expect(pagesOfRefusals).toBe(0);
});

test('a refusal is found by a filter, however many there were since', async () => {
  expect(await find('outcome:rejected large')).toMatchObject({ reason: 'too_large' });
  expect(pagesOfRefusals).toBeGreaterThan(1);
  expect(await find('outcome:rejected nowhere')).toBeNull();
});

test('what the server refuses is thrown', async () => {
  const key = accessKey;
  accessKey = 'wdk_unknown';
  await expect(find('')).rejects.toThrow('This access key is not known here.');
  accessKey = key;
});
