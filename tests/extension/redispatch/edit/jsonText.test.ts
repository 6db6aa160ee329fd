import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatJson,
  rangeAt,
  readJson,
  withField,
  type Path,
} from '../../../../extension/redispatch/edit/jsonText.ts';

const at = (text: string, path: Path) => {
  const { from, to } = rangeAt(text, path);
  return text.slice(from, to);
};

describe('readJson', () => {
  test.each([
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['[1,}', 3],
    ['{a}', 1],
    ['01', 1],
    ['"a\nb"', 2],
    ['{} x', 3],
    ['{"a":', 5],
    ['', 0],
  ])('%j is broken at %i', (text, from) => {
    expect(readJson(text)).toMatchObject({ range: { from } });
  });

  test('the message of a mistake does not quote the text', () => {
    expect(readJson('[1,}')).toMatchObject({ message: "Unexpected token '}'" });
    expect(readJson('{} x')).toMatchObject({
      message: 'Unexpected non-whitespace character after JSON',
    });
    const long = `[{"a":"${'x'.repeat(99)}"},}`;
    expect(readJson(long)).toMatchObject({ message: "Unexpected token '}'" });
  });
});

describe('rangeAt', () => {
  test('finds every value of any JSON', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'medium' }), fc.boolean(), (text, format) => {
        const given = format ? formatJson(text) : text;
        for (const [path, value] of everyPath(JSON.parse(given))) {
          expect(JSON.parse(at(given, path))).toEqual(value);
        }
      }),
    );
  });

  test.each<[string, Path, string]>([
    ['{"a":{"b":1}}', ['a', 'c', 'd'], '{"b":1}'],
    ['{"a":1,"a":2}', ['a'], '2'],
    ['{"\\u0061":1}', ['a'], '1'],
    ['  7 ', ['a'], '7'],
    ['', ['a'], ''],
  ])('in %s gives %j as %s', (text, path, expected) => {
    expect(at(text, path)).toBe(expected);
  });
});

describe('withField', () => {
  test.each<[string, Path, string]>([
    ['{"data": {"x":1, "updated_at" : 5}}', ['data'], '{"data": {"x":1, "updated_at" : 9}}'],
    ['{"data": {"x":1}}', ['data'], '{"data": {"updated_at":9,"x":1}}'],
    ['{"data":{ }}', ['data'], '{"data":{"updated_at":9 }}'],
    ['{"data":[]}', ['data'], '{"data":[]}'],
    ['{"data"', ['data'], '{"data"'],
    ['{}', ['data'], '{}'],
  ])('%s at %j becomes %s', (text, path, expected) => {
    expect(withField(text, path, 'updated_at', 9)).toBe(expected);
  });
});

describe('formatJson', () => {
  test('indents as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const expected = JSON.stringify(value, null, 2);
        expect(formatJson(JSON.stringify(value))).toBe(expected);
        expect(formatJson(expected)).toBe(expected);
      }),
    );
  });

  test('does not change a text that is nested far too deeply', () => {
    for (const levels of [200, 3_000, 20_000]) {
      const deep = `${'['.repeat(levels)}${']'.repeat(levels)}`;
      expect(formatJson(deep)).toBe(deep);
    }
  });

  test('keeps digits, repeated keys and text that is not JSON', () => {
    expect(formatJson('{"a":12345678901234567890,"a":1.0}')).toBe(
      '{\n  "a": 12345678901234567890,\n  "a": 1.0\n}',
    );
    expect(formatJson('{"a":')).toBe('{"a":');
  });
});

function everyPath(value: unknown, path: Path = []): [Path, unknown][] {
  const inner = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return [[path, value], ...inner.flatMap(([step, item]) => everyPath(item, [...path, step]))];
}
