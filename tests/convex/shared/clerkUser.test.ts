import { describe, expect, test } from 'vitest';
import { parseClerkEvent } from '../../../convex/shared/clerkEvent.ts';
import { userEventOf, userLabelOf } from '../../../convex/shared/clerkUser.ts';
import {
  clerkUser,
  NOON,
  userCreated,
  userDeleted,
  type Fields,
} from '../../fixtures/clerkEvents.ts';

function eventOf(body: object) {
  const parsed = parseClerkEvent(JSON.stringify(body));
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  return userEventOf(parsed.event);
}

function fieldsOf(fields: Fields) {
  const event = eventOf(userCreated(fields));
  if (event.kind !== 'upsert') throw new Error(event.kind);
  return event.fields;
}

test('a user event carries the mapped fields and its order keys', () => {
  const event = userCreated({ username: 'ada', external_id: 'crm_1', updated_at: NOON + 5 });
  expect(eventOf(event)).toEqual({
    kind: 'upsert',
    clerk_id: 'user_2ada',
    updated_at: NOON + 5,
    event_at: NOON + 23,
    fields: {
      email: 'ada@example.com',
      email_lower: 'ada@example.com',
      first_name: 'Ada',
      last_name: 'Lovelace',
      username: 'ada',
      image_url: 'https://img.example.com/ada.png',
      external_id: 'crm_1',
      clerk_created_at: NOON,
    },
  });
});

test('a delete carries no more than the id and the envelope time', () => {
  expect(eventOf(userDeleted())).toEqual({
    kind: 'delete',
    clerk_id: 'user_2ada',
    event_at: NOON + 60_000,
  });
});

describe('the e-mail address is', () => {
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
    ['none when nothing is listed', { email_addresses: [] }, undefined],
    ['none when the list is no list', { email_addresses: { idn_1: 'x' } }, undefined],
    [
      'none when an item is no address',
      { primary_email_address_id: 'idn_1', email_addresses: [null, 'x', { id: 'idn_1' }] },
      undefined,
    ],
  ])('%s', (_name, fields, email) => {
    const mapped = fieldsOf(fields);
    expect(mapped.email).toBe(email);
    expect(mapped.email_lower).toBe(email?.toLowerCase());
  });
});

describe('what is absent, null, empty or of the wrong type is no field', () => {
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

test('times that are missing fall back to the next that is known', () => {
  const user = clerkUser({ created_at: undefined, updated_at: undefined });
  expect(eventOf({ type: 'user.updated', timestamp: NOON, data: user })).toMatchObject({
    updated_at: NOON,
    fields: { clerk_created_at: NOON },
  });
});

describe('an envelope time', () => {
  test.each([
    ['in seconds', NOON / 1000, NOON],
    ['in milliseconds', NOON, NOON],
  ])('%s', (_name, timestamp, event_at) => {
    expect(eventOf({ ...userCreated(), timestamp })).toMatchObject({ event_at });
  });

  test('that is missing is taken from the user', () => {
    expect(
      eventOf({ ...userCreated({ updated_at: NOON + 5 }), timestamp: undefined }),
    ).toMatchObject({
      event_at: NOON + 5,
    });
  });
});

describe('a label is', () => {
  test.each([
    [{ first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' }, 'Ada Lovelace'],
    [{ last_name: 'Lovelace' }, 'Lovelace'],
    [{ email: 'ada@example.com', username: 'ada' }, 'ada@example.com'],
    [{ username: 'ada' }, 'ada'],
    [{}, undefined],
  ])('of %j: %s', (fields, label) => {
    expect(userLabelOf(fields)).toBe(label);
  });
});
