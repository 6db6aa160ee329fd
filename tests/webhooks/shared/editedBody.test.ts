import { describe, expect, test } from 'vitest';
import { readEvent } from '../../../webhooks/shared/clerkEvent.ts';
import { changesSubject, isTooLarge, readEdit } from '../../../webhooks/shared/editedBody.ts';
import {
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  type ClerkEventBody,
} from '../../fixtures/data/clerkEvents.ts';

const MINUTE = 60_000;
const textOf = (event: object) => JSON.stringify(event);
const RECORDED = readEvent(textOf(userCreated()));

/** The codes of an edit's mistakes, and their places. */
function mistakesOf(body: string, recorded = RECORDED) {
  return readEdit(body, recorded, NOON).mistakes.map(({ code, path }) => [code, path.join('.')]);
}

test.each<[string, string, string, string]>([
  ['over 512 KiB', textOf(userCreated({ first_name: 'é'.repeat(256 * 1024) })), 'too_large', ''],
  ['that is not JSON', '{"type":', 'not_json', ''],
  ['that is a list', '[]', 'not_an_event', ''],
  ['without a type', textOf({ ...userCreated(), type: 7 }), 'not_an_event', 'type'],
  ['without data', textOf({ ...userCreated(), data: 'none' }), 'not_an_event', 'data'],
  [
    'without a time',
    textOf({ type: 'user.updated', data: { id: 'user_2ada' } }),
    'not_an_event',
    'timestamp',
  ],
  [
    'of another kind of event',
    textOf({ ...userCreated(), type: 'session.created' }),
    'other_kind',
    'type',
  ],
  [
    'about another kind of object',
    textOf(userCreated({ object: 'organization' })),
    'other_kind',
    'data.object',
  ],
  [
    'whose data are of the future',
    textOf({ ...userCreated({ updated_at: NOON + 6 * MINUTE }), timestamp: NOON }),
    'in_the_future',
    'data.updated_at',
  ],
  [
    'whose envelope is of the future',
    textOf({ ...userCreated(), timestamp: NOON + 6 * MINUTE }),
    'in_the_future',
    'timestamp',
  ],
  ['about somebody else', textOf(userCreated({ id: 'user_2eve' })), 'needs_force', 'data.id'],
  ['that becomes a delete', textOf(userDeleted('user_2ada', NOON)), 'needs_force', 'type'],
])('an edited body %s has the mistake %3$s', (_, body, code, path) => {
  expect(mistakesOf(body)).toEqual([[code, path]]);
});

test.each<[string, ClerkEventBody]>([
  ['another name', userCreated({ first_name: 'Augusta' })],
  ['another type of the same kind', userUpdated()],
  ['times up to 5 minutes ahead', userUpdated({ updated_at: NOON + 4 * MINUTE })],
  ['no `data.object`', userCreated({ object: undefined })],
])('an edited body with %s has no mistake', (_, event) => {
  expect(mistakesOf(textOf(event))).toEqual([]);
});

test('an edited delete may still be a delete', () => {
  const recorded = readEvent(textOf(userDeleted()));
  expect(mistakesOf(textOf(userDeleted('user_2ada', NOON)), recorded)).toEqual([]);
});

test('all reasons that need force are given at once', () => {
  expect(mistakesOf(textOf(userDeleted('user_2eve', NOON)))).toEqual([
    ['needs_force', 'data.id'],
    ['needs_force', 'type'],
  ]);
});

describe('an edited event', () => {
  test('is about another object if its id differs', () => {
    const eve = readEvent(textOf(userCreated({ id: 'user_2eve' })));
    expect(changesSubject(eve, RECORDED)).toBe(true);
    expect(changesSubject(readEvent(textOf(userUpdated())), RECORDED)).toBe(false);
  });

  test('may weigh 512 KiB of UTF-8, and no more', () => {
    expect(isTooLarge('é'.repeat(256 * 1024))).toBe(false);
    expect(isTooLarge(`${'é'.repeat(256 * 1024)}x`)).toBe(true);
  });
});
