import fc from 'fast-check';
import { convexToJson, v, type JSONValue, type Validator, type Value } from 'convex/values';
import { describe, expect, test } from 'vitest';
import type { ValidatorJSON } from 'convex/values';
import { maskDocument } from '../../../../webhooks/shared/masking/maskDocument.ts';
import { MASK } from '../../../../webhooks/shared/masking/maskPayload.ts';

type Fields = Record<string, Validator<any, any, any>>;

function jsonOf(fields: Fields): ValidatorJSON {
  return (v.object(fields) as unknown as { json: ValidatorJSON }).json;
}

/** The field `x` of a document, masked. */
function mask(type: Validator<any, any, any>, value: Value, notPersonal: string[] = []) {
  const document = convexToJson({ x: value }) as Record<string, JSONValue>;
  return maskDocument(document, jsonOf({ x: type }), notPersonal).x;
}

const vPlan = v.union(v.literal('free'), v.literal('pro'));

describe('a masked document shows', () => {
  test.each([
    ['an id', v.id('users'), 'j57a1'],
    ['ids in an array', v.array(v.id('users')), ['j57a1', 'j57a2']],
    ['a boolean', v.boolean(), true],
    ['null', v.union(v.string(), v.null()), null],
    ['a literal', vPlan, 'pro'],
    ['a literal number', v.union(v.literal(1), v.literal(2)), 2],
    ['a literal beside any text', v.union(v.literal('none'), v.string()), 'none'],
    ['an optional id', v.optional(v.id('users')), 'j57a1'],
    ['an id or a literal', v.union(v.id('users'), v.literal('system')), 'j57a1'],
    ['a boolean of unknown type', v.any(), false],
    ['keys that are ids', v.record(v.id('users'), v.boolean()), { j57a1: true }],
  ])('%s', (_name, type, value) => {
    expect(mask(type, value as Value)).toEqual(convexToJson(value as Value));
  });

  test('fields that Convex sets, and the whole of fields that are not personal', () => {
    const document = { _id: 'j57a1', _creationTime: 1.5, plan: { name: 'gold' }, name: 'Ada' };
    const table = jsonOf({ plan: v.object({ name: v.string() }), name: v.string() });
    expect(maskDocument(document, table, ['plan'])).toEqual({ ...document, name: MASK });
  });
});

describe('a masked document hides', () => {
  test.each([
    ['a string', v.string(), 'Ada'],
    ['a number', v.number(), 42],
    ['an integer', v.int64(), 42n],
    ['bytes', v.bytes(), new Uint8Array([1, 2]).buffer],
    ['an odd number', v.number(), NaN],
    ['a string of unknown type', v.any(), 'Ada'],
    ['a value that could be an id or any text', v.union(v.id('users'), v.string()), 'j57a1'],
    ['a value that could be an id or anything', v.union(v.id('users'), v.any()), 'j57a1'],
    ['a text that is not a literal of the schema', v.union(vPlan, v.string()), 'gold'],
    ['an integer as large as a literal number', v.union(v.literal(1), v.int64()), 1n],
  ])('%s', (_name, type, value) => {
    expect(mask(type, value as Value)).toBe(MASK);
  });

  test('keys of records, but not fields of objects', () => {
    const type = v.object({ byName: v.record(v.string(), v.object({ score: v.number() })) });
    expect(mask(type, { byName: { Ada: { score: 1 }, Grace: { score: 2 } } })).toEqual({
      byName: { '*** 1': { score: MASK }, '*** 2': { score: MASK } },
    });
  });

  test('keys of a value that could be a record or an object', () => {
    const type = v.union(v.object({ a: v.boolean() }), v.record(v.string(), v.boolean()));
    expect(mask(type, { a: true })).toEqual({ '*** 1': true });
  });

  test('keys and values of an object of unknown type', () => {
    expect(mask(v.any(), { Ada: { age: 36, friend: true }, list: ['x'] })).toEqual({
      '*** 1': { '*** 1': MASK, '*** 2': true },
      '*** 2': [MASK],
    });
  });

  test('a field that the schema does not know', () => {
    expect(
      maskDocument({ extra: 'Ada', constructor: 1, deep: { Ada: 1 } }, jsonOf({}), []),
    ).toEqual({
      extra: MASK,
      constructor: MASK,
      deep: { '*** 1': MASK },
    });
  });

  test('a field whose type differs between the objects of a union', () => {
    const type = v.union(
      v.object({ kind: v.literal('user'), value: v.id('users') }),
      v.object({ kind: v.literal('text'), value: v.string() }),
    );
    expect(mask(type, { kind: 'user', value: 'j57a1' })).toEqual({ kind: 'user', value: MASK });
  });
});

test('a table of several kinds of documents is masked by all of them', () => {
  const table = (
    v.union(
      v.object({ kind: v.literal('a'), owner: v.id('users') }),
      v.object({ kind: v.literal('b'), name: v.string() }),
    ) as unknown as { json: ValidatorJSON }
  ).json;
  expect(maskDocument({ kind: 'a', owner: 'j57a1' }, table, [])).toEqual({
    kind: 'a',
    owner: 'j57a1',
  });
  expect(maskDocument({ kind: 'b', name: 'Ada' }, table, [])).toEqual({ kind: 'b', name: MASK });
});

test('a masked document never shows a name, wherever it is in a value of any type', () => {
  const name = 'Ada Lovelace';
  const value = fc.letrec<{ tree: Value }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constant(name),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', name), tie('tree')),
    ),
  })).tree;
  const types = [
    v.any(),
    v.record(v.string(), v.any()),
    v.array(v.union(v.string(), v.id('users'))),
    v.object({ a: v.string(), b: v.optional(v.any()) }),
  ];
  fc.assert(
    fc.property(value, fc.constantFrom(...types), (tree, type) => {
      expect(JSON.stringify(mask(type, tree))).not.toContain(name);
    }),
  );
});

test('of a table without a schema, a key that may be personal is hidden', () => {
  const document = { _id: 'j57a1', plan: 'pro', 'ada@example.com': 1, 'bob@example.com': true };
  expect(maskDocument(document, { type: 'any' }, [])).toEqual({
    _id: 'j57a1',
    plan: MASK,
    '*** 1': MASK,
    '*** 2': true,
  });
});
