import { expect, test } from 'vitest';
import { fieldChanges } from '../../../../extension/inspector/change/fieldChanges.ts';

const ada = { clerk_id: 'user_ada', email: 'ada@example.com', clerk_created_at: 1 };

test('fields stand in the order of the table, each with what it was and is', () => {
  expect(
    fieldChanges(ada, { email: 'ada@example.org', clerk_created_at: 1, clerk_id: 'user_ada' }),
  ).toMatchObject([
    { field: 'clerk_id', before: 'user_ada', after: 'user_ada', changed: false },
    { field: 'email', before: 'ada@example.com', after: 'ada@example.org', changed: true },
    { field: 'clerk_created_at', before: 1, after: 1, changed: false },
  ]);
});

test('a field that was cleared or set is changed', () => {
  const changes = fieldChanges(
    { clerk_id: 'u', username: 'ada' },
    { clerk_id: 'u', workspace_id: 'w' },
  );
  expect(changes.filter(({ changed }) => changed).map(({ field }) => field)).toEqual([
    'workspace_id',
    'username',
  ]);
});

test('without a row before, every field is set; without a row after, every field is gone', () => {
  expect(fieldChanges(null, ada).every(({ changed }) => changed)).toBe(true);
  expect(fieldChanges(ada, null).map(({ after }) => after)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(fieldChanges(null, null)).toEqual([]);
});

test('masked values that look the same are changed when the audit row says so', () => {
  const masked = { email: '•••', first_name: '•••' };
  const changes = fieldChanges(masked, masked, ['email']);
  expect(changes.map(({ changed }) => changed)).toEqual([true, false]);
});

test('what follows from other fields is told apart', () => {
  const changes = fieldChanges(null, { email: 'A@x', email_lower: 'a@x', clerk_updated_at: 1 });
  expect(changes.map(({ derived }) => derived)).toEqual([false, true, true]);
});

test('fields of an older schema come last, and Convex’s own are left out', () => {
  const before = { nickname: 'a', email: 'x', _id: 'id', _creationTime: 1 };
  expect(fieldChanges(before, before).map(({ field }) => field)).toEqual(['email', 'nickname']);
});
