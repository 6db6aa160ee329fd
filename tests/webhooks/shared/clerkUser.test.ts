import { describe, expect, test } from 'vitest';
import { readEvent } from '../../../webhooks/shared/clerkEvent.ts';
import {
  addressesOf,
  namedUserIdOf,
  userFieldsOf,
  userLabelOf,
} from '../../../webhooks/shared/clerkUser.ts';
import {
  clerkEvent,
  clerkUser,
  NOON,
  withEmail,
  type Fields,
} from '../../fixtures/data/clerkEvents.ts';

/** Without fields that are undefined, as documents are stored. */
function fieldsOf(fields: Fields): Record<string, unknown> {
  return JSON.parse(JSON.stringify(userFieldsOf(clerkUser(fields))));
}

test('the fields of a user are read from the payload', () => {
  expect(fieldsOf({ username: 'ada', external_id: 'crm_1' })).toEqual({
    email: 'ada@example.com',
    email_lower: 'ada@example.com',
    first_name: 'Ada',
    last_name: 'Lovelace',
    username: 'ada',
    image_url: 'https://img.example.com/ada.png',
    external_id: 'crm_1',
    clerk_created_at: NOON,
  });
});

describe('the email address is', () => {
  const addresses = [
    { id: 'idn_1', email_address: 'first@example.com' },
    { id: 'idn_2', email_address: 'Second@Example.com' },
  ];
  test.each([
    [
      'the primary one',
      { primary_email_address_id: 'idn_2', email_addresses: addresses },
      'Second@Example.com',
    ],
    [
      'none without a primary id',
      { primary_email_address_id: null, email_addresses: addresses },
      undefined,
    ],
    [
      'none when the primary id is not listed',
      { primary_email_address_id: 'idn_3', email_addresses: addresses },
      undefined,
    ],
    ['none when no address is listed', { email_addresses: [] }, undefined],
    ['none when the list is not an array', { email_addresses: { idn_1: 'x' } }, undefined],
    [
      'none when an item is not an address',
      { primary_email_address_id: 'idn_1', email_addresses: [null, 'x', { id: 'idn_1' }] },
      undefined,
    ],
  ])('%s', (_name, fields, email) => {
    const mapped = fieldsOf(fields);
    expect(mapped.email).toBe(email);
    expect(mapped.email_lower).toBe(email?.toLowerCase());
  });
});

describe('no field is read from a value that is absent, null, empty or of the wrong type:', () => {
  test.each([undefined, null, '', 7, true, [], {}])('%j', (value) => {
    const mapped = fieldsOf({ first_name: value, username: value, image_url: value });
    expect(Object.keys(mapped).sort()).toEqual([
      'clerk_created_at',
      'email',
      'email_lower',
      'last_name',
    ]);
  });
});

describe('the user whom an event names is', () => {
  test.each<[string, string, Fields, string | undefined]>([
    ['its own', 'user.updated', { id: 'user_2ada' }, 'user_2ada'],
    ['that of a session', 'session.created', { id: 'sess_1', user_id: 'user_2ada' }, 'user_2ada'],
    [
      'the member',
      'organizationMembership.created',
      { id: 'orgmem_1', public_user_data: { user_id: 'user_2ada' } },
      'user_2ada',
    ],
    ['the payer', 'paymentAttempt.updated', { payer: { user_id: 'user_2ada' } }, 'user_2ada'],
    ['nobody', 'organization.created', { id: 'org_1' }, undefined],
    ['nobody with an id that is too long', 'user.updated', { id: 'x'.repeat(300) }, undefined],
  ])('%s', (_name, type, data, id) => {
    expect(namedUserIdOf(readEvent(JSON.stringify(clerkEvent(type, data))))).toBe(id);
  });
});

describe('a label is', () => {
  test.each<[string, Fields, string | undefined]>([
    ['user.updated', clerkUser(), 'Ada Lovelace'],
    ['user.updated', { last_name: 'Lovelace' }, 'Lovelace'],
    ['user.updated', { ...withEmail('ada@example.com'), username: 'ada' }, 'ada@example.com'],
    ['user.updated', { username: 'ada' }, 'ada'],
    ['user.deleted', { id: 'user_2ada' }, undefined],
    [
      'organizationMembership.created',
      { public_user_data: { first_name: 'Ada', last_name: null } },
      'Ada',
    ],
  ])('of %s with %j: %s', (type, data, label) => {
    expect(userLabelOf(readEvent(JSON.stringify(clerkEvent(type, data))))).toBe(label);
  });
});

describe('the addresses of a user', () => {
  const email = (email_address: string) => ({ email_addresses: [{ email_address }] });

  test('are taken from all lists', () => {
    const user = { ...email('ada@example.com'), phone_numbers: [{ phone_number: '+15555550100' }] };
    expect(addressesOf(user)).toEqual(['ada@example.com', '+15555550100']);
  });

  test('do not include texts that are longer than an address can be, so that the list fits in a document', () => {
    expect(addressesOf(email('a'.repeat(320)))).toHaveLength(1);
    expect(addressesOf(email('a'.repeat(321)))).toEqual([]);
  });
});
