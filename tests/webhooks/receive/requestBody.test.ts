import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readBody, rejectUnread } from '../../../webhooks/receive/requestBody.ts';

const LIMIT = 512 * 1024;
const URL = 'https://example.com';

function request(body: BodyInit | null, headers: Record<string, string> = {}) {
  return new Request(URL, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
}

/** A body in chunks of 64 KiB that counts how much of it was read. */
function chunked(chunks: number) {
  const seen = { chunks: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (seen.chunks === chunks) return controller.close();
      seen.chunks++;
      controller.enqueue(new Uint8Array(64 * 1024).fill(120));
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { body, seen };
}

test('a body is read whole, and counted in bytes', async () => {
  expect(await readBody(request('zoë'))).toEqual({ kind: 'whole', text: 'zoë', bytes: 4 });
  expect(await readBody(request(null))).toEqual({ kind: 'whole', text: '', bytes: 0 });
});

test('a character that is split between chunks is put together again', async () => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of new TextEncoder().encode('a🙂ë')) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await readBody(request(body))).toMatchObject({ text: 'a🙂ë', bytes: 7 });
});

test('a byte order mark is kept, since it is signed', async () => {
  expect((await readBody(request('\ufeff{}'))).text).toBe('\ufeff{}');
});

test('a character that is incomplete at the end changes the text, so that no signature matches', async () => {
  const cut = new TextEncoder().encode('{}ë').slice(0, -1);
  expect(await readBody(request(cut))).toMatchObject({ text: '{}\ufffd', bytes: 3 });
});

describe('the limit of 512 KiB', () => {
  test('allows a body of exactly that size', async () => {
    const { body, seen } = chunked(8);
    expect(await readBody(request(body))).toMatchObject({ kind: 'whole', bytes: LIMIT });
    expect(seen.cancelled).toBe(false);
  });

  test('ends the reading of an endless body', async () => {
    const { body, seen } = chunked(Infinity);
    const read = await readBody(request(body));
    expect(read).toMatchObject({
      kind: 'rejected',
      reason: 'too_large',
      bytes: LIMIT + 64 * 1024,
      text: 'x'.repeat(64 * 1024),
    });
    expect(seen.cancelled).toBe(true);
    expect(seen.chunks).toBeLessThan(12);
  });
});

describe('a slow body', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  /** Sends "{", and the rest on demand. */
  function slow() {
    let finish = () => {};
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Uint8Array.of(123));
        finish = () => {
          controller.enqueue(Uint8Array.of(125));
          controller.close();
        };
      },
      cancel() {
        cancelled = true;
      },
    });
    return { body, finish: () => finish(), isCancelled: () => cancelled };
  }

  test('is read for up to 20 seconds', async () => {
    const { body, finish } = slow();
    const read = readBody(request(body));
    await vi.advanceTimersByTimeAsync(19_999);
    finish();
    expect(await read).toEqual({ kind: 'whole', text: '{}', bytes: 2 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is abandoned after 20 seconds', async () => {
    const { body, isCancelled } = slow();
    const read = readBody(request(body));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await read).toEqual({
      kind: 'rejected',
      reason: 'too_slow',
      diagnosis: 'The body did not end within 20 seconds.',
      text: '{',
      bytes: 1,
    });
    expect(isCancelled()).toBe(true);
  });
});

describe('by its headers a body is', () => {
  const unread = (headers: Record<string, string>) => rejectUnread(new Headers(headers));

  test('rejected unread if its declared length is over the limit', () => {
    expect(unread({ 'content-length': String(LIMIT + 1) })).toMatchObject({ reason: 'too_large' });
    expect(unread({ 'content-length': String(LIMIT) })).toBeUndefined();
    expect(unread({ 'content-length': 'many' })).toBeUndefined();
  });

  test.each(['gzip', 'br', 'GZIP', 'gzip, br', 'x'.repeat(1000)])(
    'rejected unread if it is encoded as %s',
    (encoding) => {
      const rejected = unread({ 'content-encoding': encoding });
      expect(rejected).toMatchObject({ reason: 'compressed' });
      expect(rejected!.diagnosis.length).toBeLessThan(200);
    },
  );

  test.each(['', 'identity'])('read if its encoding is %j', (encoding) => {
    expect(unread({ 'content-encoding': encoding })).toBeUndefined();
  });
});
