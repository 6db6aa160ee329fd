import { describe, expect, test } from 'vitest';
import { readBody } from '../../../convex/model/requestBody.ts';

const LIMIT = 512 * 1024;
const URL = 'https://example.com';

function request(body: BodyInit | null, headers: Record<string, string> = {}) {
  return new Request(URL, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
}

/** A body in chunks of 64 KiB that says how much of it was taken. */
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
  expect(await readBody(request('zoë'))).toEqual({ text: 'zoë', bytes: 4 });
  expect(await readBody(request(null))).toEqual({ text: '', bytes: 0 });
});

test('a character that is cut by a chunk is put together again', async () => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of new TextEncoder().encode('a🙂ë')) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await readBody(request(body))).toEqual({ text: 'a🙂ë', bytes: 7 });
});

test('a byte order mark is kept, since it is signed', async () => {
  expect((await readBody(request('\ufeff{}'))).text).toBe('\ufeff{}');
});

test('a character that is cut off at the end changes the text, so that no signature matches', async () => {
  const cut = new TextEncoder().encode('{}ë').slice(0, -1);
  expect(await readBody(request(cut))).toEqual({ text: '{}\ufffd', bytes: 3 });
});

describe('over 512 KiB', () => {
  test('the limit itself is not', async () => {
    const { body, seen } = chunked(8);
    expect(await readBody(request(body))).not.toHaveProperty('tooLarge');
    expect(seen.cancelled).toBe(false);
  });

  test('a body without an end is left at the limit', async () => {
    const { body, seen } = chunked(Infinity);
    const read = await readBody(request(body));
    expect(read).toMatchObject({ bytes: LIMIT + 64 * 1024, tooLarge: expect.any(String) });
    expect(seen.cancelled).toBe(true);
    expect(seen.chunks).toBeLessThan(12);
  });

  test('a declared length is believed, and nothing is read', async () => {
    const { body, seen } = chunked(Infinity);
    const declared = { 'content-length': String(LIMIT + 1) };
    const read = await readBody(request(body, declared));
    expect(read).toMatchObject({ text: '', bytes: LIMIT + 1, tooLarge: expect.any(String) });
    expect(seen.chunks).toBeLessThan(2);
  });

  test('a declared length that is no number stops nothing', async () => {
    expect(await readBody(request('x', { 'content-length': 'many' }))).toMatchObject({ text: 'x' });
  });
});
