import { expect, test } from 'vitest';
import { compareFields, stepOf } from '../../../../extension/page/compare/comparison.ts';

const page = { first_name: 'Mira', last_name: 'Vale', email: 'mira@example.com' };
const field = (name: string, ...of: Parameters<typeof compareFields>) =>
  compareFields(...of).find((compared) => compared.field === name);

test('fields that are the same everywhere do not differ', () => {
  const row = {
    clerk_id: 'user_1',
    email: 'mira@example.com',
    first_name: 'Mira',
    last_name: 'Vale',
  };
  expect(compareFields(page, page, row).filter(({ differs }) => differs)).toEqual([]);
});

test('a payload and a row that are behind differ from the page', () => {
  const old = { ...page, last_name: 'Holm' };
  expect(field('last_name', page, old, { last_name: 'Holm' })).toEqual({
    field: 'last_name',
    page: 'Vale',
    payload: 'Holm',
    row: 'Holm',
    column: 'last_name',
    differs: true,
  });
});

test.each([
  ['firstName', 'first_name'],
  ['imageUrl', 'image_url'],
  ['picture', 'image_url'],
  ['emailAddress', 'email'],
  ['externalID', 'external_id'],
])('an app’s %s is compared with Clerk’s %s', (column, name) => {
  expect(field(name, {}, {}, { [column]: 'mine' })).toMatchObject({
    column,
    row: 'mine',
    differs: true,
  });
});

test('an app’s one name is compared with first and last name', () => {
  expect(field('name', page, page, { name: 'Mira Vale' })).toMatchObject({ differs: false });
  expect(field('name', page, page, { name: 'Mira Holm' })).toMatchObject({ differs: true });
});

test('a field that the row does not have is not compared', () => {
  expect(
    field('username', { ...page, username: 'mira' }, { ...page, username: 'mira' }, {}),
  ).toMatchObject({
    column: null,
    differs: false,
  });
});

test('without a payload and a row nothing differs', () => {
  expect(compareFields(page, null, null).some(({ differs }) => differs)).toBe(false);
});

test('an empty text, null and no value are the same', () => {
  expect(compareFields({}, {}, { email: '', username: null }).some(({ differs }) => differs)).toBe(
    false,
  );
});

test.each([
  [5, 5, 'in step'],
  [6, 5, 'row behind'],
  [5, 6, 'page behind'],
  [5, null, 'no row'],
] as const)('a page at %s and a row at %s are %s', (ofPage, ofRow, step) => {
  expect(stepOf(ofPage, ofRow)).toBe(step);
});
