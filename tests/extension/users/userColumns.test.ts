import { expect, test } from 'vitest';
import { userColumns } from '../../../extension/users/userColumns.ts';

const row = (...fields: string[]) => new Map(fields.map((field) => [field, 'x'] as const));

test('fields that name a person come first, then the others, at most five in all', () => {
  const rows = [row('_id', 'age', 'email', 'email_lower'), row('city', 'name', 'plan', 'role')];
  expect(userColumns(rows, [null, null])).toEqual(['email', 'name', 'age', 'city', 'plan']);
});

test('the field that holds Clerk’s id is not shown twice', () => {
  expect(userColumns([row('externalId', 'email')], ['x'])).toEqual([]);
  expect(userColumns([row('externalId', 'email')], ['user_ada'])).toEqual(['email', 'externalId']);
});
