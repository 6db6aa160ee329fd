import { expect, test } from 'vitest';
import { parseJson, type JsonObject } from '../../../webhooks/shared/exactJson.ts';
import { fieldChanges } from '../../../extension/event/fieldChanges.ts';

const document = (fields: object) => parseJson(JSON.stringify(fields)) as JsonObject;
const ada = document({ clerk_id: 'user_ada', email: 'ada@example.com', tags: ['a'] });

function changedFields(before: JsonObject | null, after: JsonObject | null, known?: string[]) {
  return fieldChanges(before, after, known)
    .filter(({ changed }) => changed)
    .map(({ field }) => field);
}

test('each field has its values before and after', () => {
  const after = document({ clerk_id: 'user_ada', email: 'ada@example.org', tags: ['a'] });
  expect(fieldChanges(ada, after)).toMatchObject([
    { field: 'clerk_id', before: 'user_ada', after: 'user_ada', changed: false },
    { field: 'email', before: 'ada@example.com', after: 'ada@example.org', changed: true },
    { field: 'tags', changed: false },
  ]);
});

test('a field that was cleared or set is changed, and removed fields come last', () => {
  const [before, after] = [
    document({ id: 'u', username: 'ada' }),
    document({ id: 'u', plan: 'w' }),
  ];
  expect(changedFields(before, after)).toEqual(['plan', 'username']);
});

test('without a row before, every field is set; without a row after, every field is removed', () => {
  expect(changedFields(null, ada)).toEqual(['clerk_id', 'email', 'tags']);
  expect(fieldChanges(ada, null).every(({ after }) => after === undefined)).toBe(true);
  expect(fieldChanges(null, null)).toEqual([]);
});

test('masked values that look the same are changed when the write says so', () => {
  const masked = document({ email: '•••', first_name: '•••' });
  expect(changedFields(masked, masked, ['email'])).toEqual(['email']);
});

test('a change deep inside, or of the last digit of a number, is a change', () => {
  const [before, after] = [
    '{"a":[{"b":1}],"n":9007199254740993}',
    '{"a":[{"b":2}],"n":9007199254740992}',
  ].map((text) => parseJson(text) as JsonObject);
  expect(changedFields(before!, after!)).toEqual(['a', 'n']);
});

test('the fields that Convex sets are left out', () => {
  expect(changedFields(null, document({ _id: 'id', _creationTime: 1, email: 'x' }))).toEqual([
    'email',
  ]);
});
