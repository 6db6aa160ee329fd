import { expect, test } from 'vitest';
import { formFieldsOf, withFormField } from '../../../../extension/redispatch/edit/formFields.ts';
import { clerkEvent, userCreated, userDeleted } from '../../../fixtures/data/clerkEvents.ts';

const told = (body: object) =>
  formFieldsOf(JSON.stringify(body)).map(({ label, value }) => [label, value]);
const fieldOf = (text: string, label: string) =>
  formFieldsOf(text).find((field) => field.label === label)!;

test('the form of a user has the names and the primary email', () => {
  expect(told(userCreated({ username: null, external_id: '7' }))).toEqual([
    ['First name', 'Ada'],
    ['Last name', 'Lovelace'],
    ['Username', ''],
    ['External id', '7'],
    ['Email', 'ada@example.com'],
  ]);
});

test('the form of an organization has its name and slug', () => {
  const organization = clerkEvent('organization.updated', {
    id: 'org_1',
    name: 'Acme',
    slug: 'acme',
  });
  expect(told(organization)).toEqual([
    ['Name', 'Acme'],
    ['Slug', 'acme'],
  ]);
});

test('a delete, an unfinished text and a body that is not an event have no fields', () => {
  expect(told(userDeleted('user_2ada'))).toEqual([]);
  expect(formFieldsOf('{"data":{"first_name":"A')).toEqual([]);
  expect(formFieldsOf('[1]')).toEqual([]);
});

test('a field with a number instead of a text is not in the form', () => {
  expect(formFieldsOf('{"data":{"external_id":1610521604143693813}}')).toEqual([]);
});

test('changing a field changes no other character', () => {
  const text =
    '{ "type":"user.updated","data":{"discord_id":1610521604143693813,"n":1.0,"first_name":"Ada"}}';
  expect(withFormField(text, fieldOf(text, 'First name'), 'Grace "G"')).toBe(
    '{ "type":"user.updated","data":{"discord_id":1610521604143693813,"n":1.0,"first_name":"Grace \\"G\\""}}',
  );
});

test('an emptied name becomes null, as Clerk sends it, and an emptied email an empty string', () => {
  const text = JSON.stringify(userCreated());
  const name = withFormField(text, fieldOf(text, 'Last name'), '');
  expect(JSON.parse(name).data.last_name).toBeNull();
  const email = withFormField(text, fieldOf(text, 'Email'), '');
  expect(JSON.parse(email).data.email_addresses[0].email_address).toBe('');
});

test('the email in the form is the primary one, wherever it is in the list', () => {
  const text = JSON.stringify(
    userCreated({
      primary_email_address_id: 'b',
      email_addresses: [
        { id: 'a', email_address: 'old@example.com' },
        { id: 'b', email_address: 'new@example.com' },
      ],
    }),
  );
  const changed = JSON.parse(withFormField(text, fieldOf(text, 'Email'), 'x@example.com'));
  expect(changed.data.email_addresses).toMatchObject([
    { email_address: 'old@example.com' },
    { email_address: 'x@example.com' },
  ]);
});
