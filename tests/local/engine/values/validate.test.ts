import { v, type GenericValidator, type ValidatorJSON, type Value } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../../local/engine/values/ids.ts';
import { findMismatch } from '../../../../local/engine/values/validate.ts';

const userId = newId(10_001);
const messageId = newId(10_002);
const jobId = newId(10);
const tables = new Map([
  [userId, 'users'],
  [messageId, 'messages'],
  [jobId, '_scheduled_functions'],
]);

function mismatch(validator: GenericValidator, value: Value) {
  const { json } = validator as unknown as { json: ValidatorJSON };
  return findMismatch(json, value, (id) => tables.get(id) ?? null);
}

describe('accepts', () => {
  test.each<[string, GenericValidator, Value]>([
    ['an object without its optional field', v.object({ a: v.optional(v.string()) }), {}],
    ['an id of the table', v.id('users'), userId],
    ['a member of a union', v.union(v.string(), v.null()), null],
    ['a literal bigint', v.literal(3n), 3n],
    ['a record of ids', v.record(v.id('users'), v.number()), { [userId]: 1 }],
    ['bytes', v.bytes(), new ArrayBuffer(2)],
    ['anything', v.any(), { a: [1n] }],
    ['an int64 as a commit timestamp', v.commitTs(), 5n],
  ])('%s', (_name, validator, value) => {
    expect(mismatch(validator, value)).toBeNull();
  });
});

describe('refuses, in the words of Convex,', () => {
  test.each<[string, GenericValidator, Value, string]>([
    [
      'a value of another type',
      v.string(),
      1,
      'Value does not match validator.\n\nValue: 1.0\nValidator: v.string()',
    ],
    [
      'a field of another type',
      v.object({ a: v.array(v.int64()) }),
      { a: [1n, 2] },
      'Value does not match validator.\nPath: .a[1]\nValue: 2.0\nValidator: v.int64()',
    ],
    [
      'a missing field',
      v.object({ a: v.string(), b: v.optional(v.float64()) }),
      { b: 1 },
      'Object is missing the required field `a`. Consider wrapping the field validator in ' +
        '`v.optional(...)` if this is expected.\n\nObject: {b: 1.0}\n' +
        'Validator: v.object({a: v.string(), b: v.optional(v.float64())})',
    ],
    [
      'an extra field',
      v.object({ a: v.object({}) }),
      { a: { z: true } },
      'Object contains extra field `z` that is not in the validator.\nPath: .a\n' +
        'Object: {z: true}\nValidator: v.object({})',
    ],
    [
      'another literal',
      v.object({ kind: v.literal('a') }),
      { kind: 'b' },
      '`"b"` does not match literal validator `v.literal("a")`.Path: .kind',
    ],
    [
      'a value that no member of a union allows',
      v.union(v.literal(1), v.id('users'), v.bytes()),
      false,
      'Value does not match validator.\n\nValue: false\n' +
        'Validator: v.union(v.literal(1.0), v.id("users"), v.bytes())',
    ],
    [
      'an id of another table',
      v.id('users'),
      messageId,
      `Found ID "${messageId}" from table \`messages\`, which does not match the table name in ` +
        'validator `v.id("users")`.',
    ],
    [
      'an id of a system table',
      v.id('users'),
      jobId,
      `Found ID "${jobId}" from a system table, which does not match the table name in ` +
        'validator `v.id("users")`.',
    ],
    [
      'a string that is not an id',
      v.id('users'),
      'nobody',
      'Value does not match validator.\n\nValue: "nobody"\nValidator: v.id("users")',
    ],
    [
      'a wrong key of a record',
      v.record(v.id('users'), v.any()),
      { nobody: 1 },
      'Value does not match validator.\nPath: .keys()\nValue: "nobody"\nValidator: v.id("users")',
    ],
  ])('%s', (_name, validator, value, message) => {
    expect(mismatch(validator, value)).toBe(message);
  });
});

test.each([
  ['beside a field too many', { accessKey: 'wdk_secret', nested: { accessKey: 'wdk_secret' } }],
  ['in a list', { accessKey: ['wdk_secret'] }],
  ['in an object', { accessKey: { key: 'wdk_secret' } }],
])('an access key is never part of a message: %s', (_name, value) => {
  const message = mismatch(v.object({ accessKey: v.string() }), value);
  expect(message).toContain('***');
  expect(message).not.toContain('secret');
});
