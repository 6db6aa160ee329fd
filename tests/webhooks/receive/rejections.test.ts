import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import type { ActionCtx } from '../../../webhooks/dataModel.ts';
import { reject } from '../../../webhooks/receive/reject.ts';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../../fixtures/deployments/backend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../../fixtures/data/signing.ts';

const MINUTE = Date.UTC(2026, 0, 5, 12, 30);

let backend: Backend;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: MINUTE });
  backend = startBackend();
});
afterEach(() => void vi.useRealTimers());

async function forge(body = '{}') {
  return await post(backend, signedRequest(body, { secret: OTHER_SECRET }));
}

test('rejections within a second are counted once', async () => {
  for (const later of [0, 1, 500, 999]) {
    vi.setSystemTime(MINUTE + later);
    expect(await forge()).toMatchObject({ status: 400 });
  }
  expect(await all(backend, 'webhookRejections')).toMatchObject([{ count: 1, last_at: MINUTE }]);
  vi.setSystemTime(MINUTE + 1000);
  await forge();
  expect(await all(backend, 'webhookRejections')).toMatchObject([
    { minute: MINUTE, count: 2, first_at: MINUTE, last_at: MINUTE + 1000 },
  ]);
});

test('the query whether to count has the same arguments for a whole second, so that it can be cached', async () => {
  const asked: unknown[] = [];
  const ctx = {
    runQuery: async (_function: unknown, args: unknown) => void asked.push(args),
  } as unknown as ActionCtx;
  for (const later of [0, 1, 500, 999, 1000]) {
    vi.setSystemTime(MINUTE + later);
    await reject(ctx, new Headers(), { reason: 'missing_header', diagnosis: 'No.' });
  }
  const second = MINUTE / 1000;
  const [first, next] = [second, second + 1].map((at) => ({
    reason: 'missing_header',
    second: at,
  }));
  expect(asked).toEqual([first, first, first, first, next]);
});

test.each(['runQuery', 'runMutation'])(
  'a %s that throws does not change the answer',
  async (failing) => {
    const ctx = {
      runQuery: async () => true,
      runMutation: async () => null,
      [failing]: async () => {
        throw new Error('a conflict');
      },
    } as unknown as ActionCtx;
    const rejected = { reason: 'missing_header', diagnosis: 'Missing: svix-id.' } as const;
    const answer = await reject(ctx, new Headers(), rejected);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ outcome: 'rejected', reason: 'Missing: svix-id.' });
  },
);

test('there is one row for each minute and reason, however many requests are rejected', async () => {
  for (let n = 0; n < 200; n++) {
    vi.setSystemTime(MINUTE + n * 600);
    await forge();
    await post(backend, { method: 'POST', body: 'x' });
  }
  const rows = await all(backend, 'webhookRejections');
  expect(rows.map(({ minute, reason }) => [(minute - MINUTE) / 60_000, reason])).toEqual([
    [0, 'bad_signature'],
    [0, 'missing_header'],
    [1, 'bad_signature'],
    [1, 'missing_header'],
  ]);
});

test('simultaneous rejections get the same answer', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => forge()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
  expect(await all(backend, 'webhookRejections')).toMatchObject([{ count: 1 }]);
});

test('the sample holds names of headers, never values, and at most 256 bytes of the body', async () => {
  const body = '🙂'.repeat(2000);
  const request = signedRequest(body, { secret: OTHER_SECRET });
  await post(backend, { ...request, headers: { ...request.headers, cookie: 'session=abc' } });
  const [row] = await all(backend, 'webhookRejections');
  expect(row?.sample.header_names).toEqual(
    expect.arrayContaining(['content-type', 'svix-id', 'svix-signature', 'svix-timestamp']),
  );
  expect(row?.sample.body_bytes).toBe(8000);
  const start = row?.sample.body_start ?? '';
  expect(new TextEncoder().encode(start).length).toBeLessThanOrEqual(256);
  expect(start).toMatch(/^🙂{60,64}$/u);
  expect(JSON.stringify(row)).not.toContain('session=abc');
});

/** Everything that a forger can make long. */
function forgeLong() {
  const long = (n: number) => `${n}${'é'.repeat(5000)}`;
  const body = JSON.stringify({
    type: 'user.created',
    timestamp: MINUTE,
    data: { id: `user_${'x'.repeat(90)}`, first_name: long(1), last_name: long(2) },
  });
  const request = signedRequest(body, { secret: OTHER_SECRET });
  const headers = Array.from({ length: 64 }, (_, n) => [`a-${n}-${'y'.repeat(500)}`, 'z']);
  return { ...request, headers: { ...request.headers, ...Object.fromEntries(headers) } };
}

test('a row stays under 2 KB, whatever a forger makes long', async () => {
  await post(backend, forgeLong());
  const [row] = await all(backend, 'webhookRejections');
  const { header_names } = row!.sample;
  expect(header_names).toHaveLength(16);
  expect(header_names.slice(0, 3)).toEqual(['svix-id', 'svix-signature', 'svix-timestamp']);
  expect(header_names[3]).toMatch(/^a-0-y+…$/);
  expect(header_names.at(-1)).toMatch(/^…\d\d more$/);
  for (const name of header_names) expect(name.length).toBeLessThanOrEqual(40);
  expect(new TextEncoder().encode(JSON.stringify(row)).length).toBeLessThan(2048);
});

test('the claim of an unverified body is kept, and is cut if it is long', async () => {
  await post(backend, forgeLong());
  const [row] = await all(backend, 'webhookRejections');
  expect(row?.claimed?.type).toBe('user.created');
  for (const claimed of [row!.claimed!.user_id!, row!.claimed!.name!]) {
    expect(claimed).toHaveLength(80);
    expect(claimed).toMatch(/…$/);
  }
});

test.each(['{}', 'not JSON', '[]', '{"type":7,"data":{}}'])('%s claims nothing', async (body) => {
  await forge(body);
  expect((await all(backend, 'webhookRejections'))[0]).not.toHaveProperty('claimed');
});

test('a viewer sees of a claim the ids of Clerk, and no name', async () => {
  const { accessKey } = await addOperator(backend, 'viewer');
  const claim = async (type: string, id: string) => {
    await forge(JSON.stringify({ ...userCreated({ id }), type }));
    const [newest] = await backend.query(api.webhookAudit.rejections, { accessKey });
    return newest!.claimed;
  };
  expect(await claim('user.created', 'user_2ada')).toEqual({
    type: 'user.created',
    user_id: 'user_2ada',
    name: '•••',
  });
  vi.setSystemTime(MINUTE + 1000);
  expect(await claim('user.Ada Lovelace', 'ada@example.com')).toEqual({
    type: '•••',
    user_id: '•••',
    name: '•••',
  });
});

test('a rewritten body is diagnosed at most once a second', async () => {
  const request = signedRequest(JSON.stringify(userCreated()));
  const rewritten = { ...request, body: JSON.stringify(userCreated(), null, 2) };
  expect((await post(backend, rewritten)).reason).toContain('would verify if re-serialised');
  expect((await post(backend, rewritten)).reason).toContain('No signature matches');
});

test('genuine deliveries do not touch the table of rejections', async () => {
  await deliver(backend, userCreated());
  expect(await all(backend, 'webhookRejections')).toEqual([]);
});

test('operators read rejections newest first, in pages that lose none', async () => {
  const { accessKey } = await addOperator(backend, 'redispatcher');
  for (let minute = 0; minute < 3; minute++) {
    vi.setSystemTime(MINUTE + minute * 60_000);
    await post(backend, { method: 'POST', body: 'x' });
    vi.setSystemTime(MINUTE + minute * 60_000 + 1);
    await forge();
  }
  const list = async (limit: number, before?: number) =>
    (await backend.query(api.webhookAudit.rejections, { accessKey, before, limit })).map(
      ({ minute, reason }) => `${(minute - MINUTE) / 60_000} ${reason}`,
    );
  expect(await list(1)).toEqual(['2 bad_signature']);
  // Three rows would end within the second minute.
  for (const limit of [2, 3]) {
    const page = async (before?: number) => await list(limit, before);
    expect(await page()).toEqual(['2 bad_signature', '2 missing_header']);
    expect(await page(MINUTE + 120_000)).toEqual(['1 bad_signature', '1 missing_header']);
    expect(await page(MINUTE + 60_000)).toEqual(['0 bad_signature', '0 missing_header']);
    expect(await page(MINUTE)).toEqual([]);
  }
});

test('a page is full if it need not end within a minute', async () => {
  const { accessKey } = await addOperator(backend, 'redispatcher');
  for (let minute = 0; minute < 5; minute++) {
    vi.setSystemTime(MINUTE + minute * 60_000);
    await forge();
  }
  const rows = await backend.query(api.webhookAudit.rejections, { accessKey, limit: 3 });
  expect(rows.map(({ minute }) => (minute - MINUTE) / 60_000)).toEqual([4, 3, 2]);
});

test('a subscription that begins at a recent minute gets that minute and later ones', async () => {
  const { accessKey } = await addOperator(backend, 'redispatcher');
  for (let minute = 0; minute < 4; minute++) {
    vi.setSystemTime(MINUTE + minute * 60_000);
    await forge();
  }
  const since = MINUTE + 2 * 60_000;
  const rows = await backend.query(api.webhookAudit.rejections, { accessKey, since });
  expect(rows.map(({ minute }) => (minute - MINUTE) / 60_000)).toEqual([3, 2]);
});
