import type { JSONValue } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { matches } from '../../../../local/engine/transaction/filters.ts';

const document = { _id: 'x', _creationTime: 1, n: 5, big: 7n, s: 'b', yes: true, deep: { x: [1] } };

const field = (name: string): JSONValue => ({ $field: name });
const literal = (value: JSONValue): JSONValue => ({ $literal: value });
const seven = { $integer: 'BwAAAAAAAAA=' };

describe('a filter', () => {
  test.each<[JSONValue, boolean]>([
    [{ $eq: [field('n'), literal(5)] }, true],
    [{ $eq: [field('deep.x'), literal([1])] }, true],
    [{ $eq: [field('none'), literal({ $undefined: null })] }, true],
    [{ $eq: [field('n.none'), literal({ $undefined: null })] }, true],
    [{ $neq: [field('big'), literal(seven)] }, false],
    [{ $lt: [field('s'), literal('c')] }, true],
    [{ $lte: [field('n'), literal(4)] }, false],
    // Across types the order is that of indexes: int64 before float64 before strings.
    [{ $lt: [field('big'), field('n')] }, true],
    [{ $gt: [field('s'), literal(100)] }, true],
    [{ $gte: [field('none'), literal(null)] }, false],
    [{ $and: [field('yes'), { $not: literal(false) }] }, true],
    [{ $or: [literal(false), literal(false)] }, false],
    [{ $eq: [{ $add: [field('n'), { $neg: literal(2) }] }, literal(3)] }, true],
    [
      { $eq: [{ $mul: [field('big'), literal(seven)] }, literal({ $integer: 'MQAAAAAAAAA=' })] },
      true,
    ],
    [{ $eq: [{ $mod: [field('n'), literal(3)] }, literal(2)] }, true],
  ])('%j is %s', (filter, expected) => {
    expect(matches(filter, document)).toBe(expected);
  });

  test.each<[JSONValue, string]>([
    [field('n'), 'A filter needs a boolean, but got 5.0.'],
    [
      { $eq: [{ $add: [field('n'), field('big')] }, literal(1)] },
      'both must be numbers of the same kind',
    ],
    [{ $eq: [{ $neg: field('s') }, literal(1)] }, 'Cannot negate "b"'],
  ])('%j is refused', (filter, message) => {
    expect(() => matches(filter, document)).toThrow(message);
  });
});
