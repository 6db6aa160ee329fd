import type { Value } from 'convex/values';
import fc from 'fast-check';

const fieldName = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,3}$/);

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -3n, max: 3n }),
  fc.double(),
  fc.constantFrom(0, -0, 1, -1, NaN, Infinity, -Infinity, 0.5),
  fc.boolean(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\0', '\0\0', '\0\u00ff', 'a', 'a\0', 'ab', '\u{10000}', '\uffff'),
  fc.uint8Array({ maxLength: 5 }).map((bytes) => Uint8Array.from(bytes).buffer),
);

/** Any Convex value: every type, nested a few levels deep. */
export const arbitraryValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: fc.dictionary(fieldName, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    },
  ),
})).value;
