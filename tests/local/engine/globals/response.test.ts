import { describe, expect, test } from 'vitest';
import { unreadText } from '../../../../local/engine/contract/responseText.ts';
import { createResponse } from '../../../../local/engine/globals/response.ts';

const Own = createResponse();

async function shown(response: Response) {
  const { status, statusText, headers } = response;
  return { status, statusText, headers: [...headers], text: await response.text() };
}

const bodies: [name: string, body: BodyInit | undefined, init?: ResponseInit][] = [
  ['nothing', undefined],
  ['an empty text', ''],
  ['a text', 'né\ud800', { status: 201, statusText: 'Made' }],
  ['a text with its own type', '<p>', { headers: { 'Content-Type': 'text/html' } }],
  ['bytes', new Uint8Array([1, 2])],
  ['a form', new URLSearchParams({ a: '1' })],
];

const values: [name: string, value: unknown, init?: ResponseInit][] = [
  ['an object', { a: [1, 'é'] }, { status: 404 }],
  ['null', null],
  ['an object with its own type', {}, { headers: [['content-type', 'application/problem+json']] }],
];

describe("a function's Response", () => {
  test.each(bodies)('of %s is as the native one', async (_name, body, init) => {
    expect(await shown(new Own(body, init))).toEqual(await shown(new Response(body, init)));
  });

  test.each(values)('of the JSON of %s is as the native one', async (_name, value, init) => {
    expect(await shown(Own.json(value, init))).toEqual(await shown(Response.json(value, init)));
  });

  test('throws as the native one for what cannot be a response', () => {
    expect(() => new Own('text', { status: 204 })).toThrow(TypeError);
    expect(() => Own.json(undefined)).toThrow(TypeError);
    expect(() => Own.json({}, { status: 1 })).toThrow(RangeError);
  });

  test('is an instance of the native one, and the other way round', () => {
    class Page extends Own {}
    expect(new Own() instanceof Response).toBe(true);
    expect(new Response() instanceof Own).toBe(true);
    expect(new Page('text') instanceof Page).toBe(true);
    expect(Own.redirect('https://example.com/').status).toBe(302);
  });

  test('gives its text at once until something reads it', async () => {
    const response = Own.json({ a: 1 });
    expect(unreadText(response)).toBe('{"a":1}');
    response.body!.getReader().releaseLock();
    expect(unreadText(response)).toBe('{"a":1}');
    response.body!.getReader();
    expect(unreadText(response)).toBe(null);

    const read = new Own('text');
    await read.text();
    expect(unreadText(read)).toBe(null);
    expect(unreadText(new Own(new Uint8Array([1])))).toBe(null);
  });
});
