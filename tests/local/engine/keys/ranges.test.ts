import { convexToJson } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { compileRange, type RangeExpression } from '../../../../local/engine/keys/ranges.ts';

const fields = ['a', 'b', '_creationTime', '_id'];
const HELP = 'See https://docs.convex.dev/using/indexes for more info.';

function compile(...range: [RangeExpression['type'], string, number][]) {
  return compileRange(
    'things.by_a_b',
    fields,
    range.map(([type, fieldPath, value]) => ({ type, fieldPath, value: convexToJson(value) })),
  );
}

describe('a range is refused, in the words of Convex,', () => {
  test.each<[string, [RangeExpression['type'], string, number][], string]>([
    [
      'with a field that the index does not have',
      [['Eq', 'c', 1]],
      'The index range included a comparison with "c", but things.by_a_b with fields ' +
        '["a", "b", "_creationTime", "_id"] doesn\'t index this field.',
    ],
    [
      'that leaves out a field',
      [['Eq', 'b', 1]],
      "Tried to query index things.by_a_b but the query didn't use the index fields in order.\n" +
        'Index fields: ["a", "b", "_creationTime", "_id"]\nQuery fields: ["b"]\n' +
        'First incorrect field: b',
    ],
    [
      'with two equalities on one field',
      [
        ['Eq', 'a', 1],
        ['Eq', 'a', 2],
      ],
      'Already defined equality bound in index range. Can\'t add "a" == 2.0.',
    ],
    [
      'with two lower bounds',
      [
        ['Gt', 'a', 1],
        ['Gte', 'a', 2],
      ],
      'Already defined lower bound in index range. Can\'t add "a" >= 2.0.',
    ],
    [
      'with bounds on two fields',
      [
        ['Gt', 'a', 1],
        ['Lt', 'b', 2],
      ],
      'attempted to set a range bound on both "a" and "b". Consider using `filter` instead. ' +
        HELP,
    ],
    [
      'with a bound on a field that must be equal',
      [
        ['Eq', 'a', 1],
        ['Lt', 'a', 2],
      ],
      'Already defined inequality bound in index range. Can\'t add "a" < 2.0.',
    ],
  ])('%s', (_name, range, message) => {
    expect(() => compile(...range)).toThrow(message);
  });
});

describe('a range', () => {
  test('without possible keys is empty', () => {
    const { from, to } = compile(['Gt', 'a', 2], ['Lt', 'a', 1]);
    expect(Buffer.compare(from, to)).toBeGreaterThan(0);
  });

  test('may end with the creation time after equal fields', () => {
    const { from, to } = compile(['Eq', 'a', 1], ['Eq', 'b', 2], ['Gte', '_creationTime', 3]);
    expect(Buffer.compare(from, to)).toBe(-1);
  });

  test('takes its equalities in any order', () => {
    expect(compile(['Eq', 'b', 2], ['Eq', 'a', 1])).toEqual(
      compile(['Eq', 'a', 1], ['Eq', 'b', 2]),
    );
  });
});
