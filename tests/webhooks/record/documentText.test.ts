import { convexToJson, type Value } from 'convex/values';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldTexts, textOf } from '../../../webhooks/record/documentText.ts';

test('equal documents have equal texts, whatever the order of their keys', () => {
  expect(textOf({ b: { d: 1, c: [{ f: 2, e: 3 }] }, a: 1n })).toBe(
    textOf({ a: 1n, b: { c: [{ e: 3, f: 2 }], d: 1 } }),
  );
});

test.each<[Value, Value]>([
  [0, -0],
  [1, 1n],
  [null, 'null'],
  [[], {}],
  [NaN, null],
])('%s and %s have different texts', (a, b) => {
  expect(textOf({ a })).not.toBe(textOf({ a: b }));
});

test('the text of a document is Convex JSON', () => {
  const key = fc.stringMatching(/^[a-z]{1,3}$/);
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Value>(null, true, 1.5, -0, 7n, 'text'),
      fc.array(tie('value')),
      fc.dictionary(key, tie('value')),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, value), (document) => {
      expect(JSON.parse(textOf(document))).toEqual(convexToJson(document));
    }),
  );
});

test('the fields of a document are those that the app gave it', () => {
  const text = textOf({ _id: 'x', _creationTime: 1, constructor: 'own', n: 1 });
  expect([...fieldTexts(text)]).toEqual([
    ['constructor', '"own"'],
    ['n', '1'],
  ]);
});
