import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  filterFields,
  formatFilter,
  parseFilter,
  type FilterField,
  type FilterTerm,
} from '../../../../extension/timeline/filter/filter.ts';

const term = (field: FilterField | null, value: string, negated = false): FilterTerm => ({
  field,
  value,
  negated,
});

describe('a filter is read as', () => {
  test.each<[string, FilterTerm[]]>([
    ['', []],
    ['   ', []],
    ['type:user.updated', [term('type', 'user.updated')]],
    ['TYPE:user.updated', [term('type', 'user.updated')]],
    ['-outcome:duplicate', [term('outcome', 'duplicate', true)]],
    [
      'type:user.updated outcome:failed user:user_2x -outcome:duplicate changed:email after:10m text',
      [
        term('type', 'user.updated'),
        term('outcome', 'failed'),
        term('user', 'user_2x'),
        term('outcome', 'duplicate', true),
        term('changed', 'email'),
        term('after', '10m'),
        term(null, 'text'),
      ],
    ],
    ['user:"Ada Lovelace"', [term('user', 'Ada Lovelace')]],
    ['"type:user.updated"', [term(null, 'type:user.updated')]],
    ['"-text"', [term(null, '-text')]],
    ['-text', [term(null, 'text', true)]],
    ['-', [term(null, '-')]],
    ['after:2026-11-22T12:00', [term('after', '2026-11-22T12:00')]],
    ['colour:red', [{ ...term(null, 'colour:red'), unknownKey: 'colour' }]],
    ['-colour:"dark red"', [{ ...term(null, 'colour:dark red', true), unknownKey: 'colour' }]],
    ['"colour:red"', [term(null, 'colour:red')]],
    ['colour:', [term(null, 'colour:')]],
    ['https://example.com', [term(null, 'https://example.com')]],
    ['localhost:3210', [term(null, 'localhost:3210')]],
    ['example.com:443/webhooks', [term(null, 'example.com:443/webhooks')]],
    ['14:05', [term(null, '14:05')]],
    ['msg_2Xy:1', [term(null, 'msg_2Xy:1')]],
    ['TypeError:boom', [term(null, 'TypeError:boom')]],
    ['type: -outcome: user:"" text', [term(null, 'text')]],
    ['"an open quote', [term(null, 'an open quote')]],
    ['a\\"b', [term(null, 'a"b')]],
    [
      'constructor:x toString:y',
      [{ ...term(null, 'constructor:x'), unknownKey: 'constructor' }, term(null, 'toString:y')],
    ],
    ['""', []],
  ])('%j', (text, terms) => {
    expect(parseFilter(text)).toEqual(terms);
  });
});

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', ':', '-', '\t', 'type') }),
);
const anyTerm = fc.record({
  field: fc.constantFrom(null, ...(Object.keys(filterFields) as FilterField[])),
  value: anyText.filter((text) => text !== ''),
  negated: fc.boolean(),
});

test('terms that are written as text are read back the same', () => {
  fc.assert(
    fc.property(fc.array(anyTerm), (terms) => {
      expect(parseFilter(formatFilter(terms))).toEqual(terms);
    }),
  );
});

test('every text is a filter, and rewriting it in the usual form keeps its meaning', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const terms = parseFilter(text);
      expect(parseFilter(formatFilter(terms))).toEqual(terms);
    }),
  );
});
