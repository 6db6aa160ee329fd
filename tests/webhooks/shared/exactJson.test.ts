import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonNumber, jsonText, parseJson, type Json } from '../../../webhooks/shared/exactJson.ts';

test.each([
  '1610521604143693812',
  '1.0',
  '1e2',
  '1E+5',
  '-0',
  '0.10',
  '1e999',
  '123456789.012345678901234567890',
])('the number %s keeps every character', (number) => {
  expect(parseJson(number)).toEqual(new JsonNumber(number));
  expect(jsonText(parseJson(`{"a":[${number},{"b":${number}}]}`))).toBe(
    `{"a":[${number},{"b":${number}}]}`,
  );
});

test('__proto__ is a key like any other', () => {
  const object = parseJson('{"__proto__":{"polluted":true}}') as Map<string, Json>;
  expect([...object.keys()]).toEqual(['__proto__']);
  expect('polluted' in {}).toBe(false);
});

test('a repeated key has its last value, at its first place', () => {
  expect(jsonText(parseJson('{"a":1,"b":2,"a":3}'))).toBe('{"a":3,"b":2}');
});

test('keys that look like numbers keep their order', () => {
  expect(jsonText(parseJson('{"10":0,"9":0}'))).toBe('{"10":0,"9":0}');
});

test('200,000 levels can be read', () => {
  const levels = 200_000;
  expect(parseJson('['.repeat(levels) + ']'.repeat(levels))).toHaveLength(1);
});

test.each(['', '{"a":1,}', '01', '1.', "{'a':1}", '[1] // no', 'undefined', '"\n"', '•••'])(
  '%j is refused, as it is not JSON',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

test('text that JavaScript wrote is written back the same, with and without indentation', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const indent of [0, 2]) {
        const text = JSON.stringify(value, null, indent);
        // JavaScript lists keys that look like numbers first, so the values of the texts are
        // compared.
        const again = jsonText(parseJson(text), indent);
        expect(JSON.parse(again)).toEqual(JSON.parse(text));
        expect(again).toHaveLength(text.length);
      }
    }),
  );
});
