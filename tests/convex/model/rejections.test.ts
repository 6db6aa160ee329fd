import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../../fixtures/backend.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../../fixtures/signing.ts';

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

test('refusals within a second of each other are counted once', async () => {
  for (const later of [0, 1, 500, 1000]) {
    vi.setSystemTime(MINUTE + later);
    expect(await forge()).toMatchObject({ status: 400 });
  }
  expect(await all(backend, 'rejections')).toMatchObject([{ count: 1, last_at: MINUTE }]);
  vi.setSystemTime(MINUTE + 1001);
  await forge();
  expect(await all(backend, 'rejections')).toMatchObject([
    { minute: MINUTE, count: 2, first_at: MINUTE, last_at: MINUTE + 1001 },
  ]);
});

test('there is one row a minute and reason, however many are refused', async () => {
  for (let n = 0; n < 200; n++) {
    vi.setSystemTime(MINUTE + n * 600);
    await forge();
    await post(backend, { method: 'POST', body: 'x' });
  }
  const rows = await all(backend, 'rejections');
  expect(rows.map(({ minute, reason }) => [(minute - MINUTE) / 60_000, reason])).toEqual([
    [0, 'bad_signature'],
    [0, 'missing_header'],
    [1, 'bad_signature'],
    [1, 'missing_header'],
  ]);
});

test('refusals at the same moment are answered alike', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => forge()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
  expect(await all(backend, 'rejections')).toMatchObject([{ count: 1 }]);
});

test('the sample holds names of headers, never values, and at most 1 KB of the body', async () => {
  const body = '🙂'.repeat(2000);
  const request = signedRequest(body, { secret: OTHER_SECRET });
  await post(backend, { ...request, headers: { ...request.headers, cookie: 'session=abc' } });
  const [row] = await all(backend, 'rejections');
  expect(row?.sample.header_names).toEqual(
    expect.arrayContaining(['content-type', 'svix-id', 'svix-signature', 'svix-timestamp']),
  );
  expect(row?.sample.body_bytes).toBe(8000);
  const start = row?.sample.body_start ?? '';
  expect(new TextEncoder().encode(start).length).toBeLessThanOrEqual(1024);
  expect(start).toMatch(/^🙂{250,256}$/u);
  expect(JSON.stringify(row)).not.toContain('session=abc');
});

test('many and long header names do not grow the sample', async () => {
  const headers = Object.fromEntries(
    Array.from({ length: 500 }, (_, n) => [`x-${n}-${'y'.repeat(500)}`, 'z']),
  );
  await post(backend, { method: 'POST', body: '{}', headers });
  const [row] = await all(backend, 'rejections');
  expect(JSON.stringify(row?.sample.header_names).length).toBeLessThan(10_000);
});

test('a body that was re-written is told at most once a second', async () => {
  const request = signedRequest(JSON.stringify(userCreated()));
  const rewritten = { ...request, body: JSON.stringify(userCreated(), null, 2) };
  expect((await post(backend, rewritten)).reason).toContain('would verify if re-serialised');
  expect((await post(backend, rewritten)).reason).toContain('No signature matches');
});

test('genuine deliveries do not touch the table', async () => {
  await deliver(backend, userCreated());
  expect(await all(backend, 'rejections')).toEqual([]);
});

test('operators read them newest first, and page by minute without losing any', async () => {
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
  // Three rows would cut the second minute.
  for (const limit of [2, 3]) {
    const page = async (before?: number) => await list(limit, before);
    expect(await page()).toEqual(['2 bad_signature', '2 missing_header']);
    expect(await page(MINUTE + 120_000)).toEqual(['1 bad_signature', '1 missing_header']);
    expect(await page(MINUTE + 60_000)).toEqual(['0 bad_signature', '0 missing_header']);
    expect(await page(MINUTE)).toEqual([]);
  }
});

test('a page is full where no minute has to be cut', async () => {
  const { accessKey } = await addOperator(backend, 'redispatcher');
  for (let minute = 0; minute < 5; minute++) {
    vi.setSystemTime(MINUTE + minute * 60_000);
    await forge();
  }
  const rows = await backend.query(api.webhookAudit.rejections, { accessKey, limit: 3 });
  expect(rows.map(({ minute }) => (minute - MINUTE) / 60_000)).toEqual([4, 3, 2]);
});
