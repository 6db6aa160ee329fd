import { ConvexError } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { errorText } from '../../../webhooks/record/errorText.ts';

describe('the line of an error', () => {
  const circular: Record<string, unknown> = {};
  circular['itself'] = circular;
  const hostile = Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('not to be read');
    },
  });
  const unreadable = 'The handler threw an error without a message.';

  test.each<[string, unknown, string]>([
    ['an error', new Error('boom'), 'boom'],
    ['an error of another kind', new TypeError('boom'), 'TypeError: boom'],
    ['a ConvexError', new ConvexError({ code: 1 }), 'ConvexError: {"code":1}'],
    [
      'an error of a called function',
      new Error('Uncaught Error: boom\n    at handler (a.ts:1:2)'),
      'boom',
    ],
    [
      'an error of a function two calls below',
      new Error('Uncaught Error: Uncaught TypeError: boom'),
      'TypeError: boom',
    ],
    ['an error that begins with empty lines', new Error('\n\n  boom\nmore'), 'boom'],
    ['an error without a message', new Error(''), unreadable],
    ['a text', 'boom', 'boom'],
    ['an object', { code: 7 }, '{"code":7}'],
    ['an object without a prototype', Object.create(null), '{}'],
    ['an object that contains itself', circular, unreadable],
    ['an error that cannot be read', hostile, unreadable],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a symbol', Symbol('boom'), 'Symbol(boom)'],
    ['half of a surrogate pair', new Error('\ud83d'), '\ufffd'],
  ])('is right for %s', (_, thrown, line) => {
    expect(errorText(thrown).error_line).toBe(line);
  });
});

test('a long error is cut, and its line is cut to less than its text', () => {
  const { error, error_line } = errorText(new Error('x'.repeat(100_000)));
  expect(error).toMatch(/^x{4096}… \(cut from 100000 bytes\)$/);
  expect(error_line).toMatch(/^x{255}…$/);
});

test.each([
  ['Too many reads in a single function execution (limit: 4096). Consider …', true],
  ['Too many bytes written in a single function execution (limit: 16777216 bytes)', true],
  ['The user has reached a limit.', undefined],
])('"%s" is the error of a transaction limit: %s', (message, exceeded) => {
  expect(errorText(new Error(message)).exceeded).toBe(exceeded);
});
