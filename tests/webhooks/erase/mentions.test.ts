import { expect, test } from 'vitest';
import { mentionOf } from '../../../webhooks/erase/mentions.ts';

const mentions = mentionOf(['user_2ann', 'ann@example.com', '+15555550100']);

test.each([
  ['alone', 'ann@example.com'],
  ['in JSON', '{"to":"ann@example.com"}'],
  ['an address in another case', 'ANN@Example.com'],
  ['an address with a name', 'Ann <ann@example.com>, Bob'],
  ['an address at the end of a sentence', 'Write to ann@example.com.'],
  ['an address after an escaped line break', String.raw`{"body":"Dear\nann@example.com"}`],
  ['an address in JSON within JSON', String.raw`{"body":"{\"to\":\"ann@example.com\"}"}`],
  ['an address between escaped brackets', String.raw`{"to":"\u003cann@example.com\u003e"}`],
  ['an address with escaped characters', String.raw`{"to":"\u0061nn\u0040example.com"}`],
  ['an id', '{"user_id":"user_2ann"}'],
  ['an id in a path', 'https://dashboard.example.com/users/user_2ann/profile'],
  ['a number', '{"to":"+15555550100"}'],
  ['a number whose sign is escaped', String.raw`{"to":"\u002b15555550100"}`],
])('%s is a mention', (_, text) => {
  expect(mentions(text)).toBe(true);
});

test.each([
  ['an address that ends like it', 'joann@example.com'],
  ['an address of a longer name', 'mary.ann@example.com'],
  ['an address with a tag before it', 'x+ann@example.com'],
  ['an address at a longer domain', 'ann@example.com.au'],
  ['an address at another domain', 'ann@example.community'],
  ['another character in place of the dot', 'ann@exampleXcom'],
  ['an id that begins like it', '{"user_id":"user_2anna"}'],
  ['a longer number', '+155555501001'],
  ['nothing', ''],
])('%s is not a mention', (_, text) => {
  expect(mentions(text)).toBe(false);
});

test('a thousand addresses are searched in 4 MiB without delay', () => {
  const many = mentionOf(Array.from({ length: 1000 }, (_, n) => `ann+${n}@example.com`));
  const text = '{"to":"ann+x@example.com"},'.repeat(150_000);
  expect(many(text)).toBe(false);
  expect(many(`${text}"ann+999@example.com"`)).toBe(true);
});
