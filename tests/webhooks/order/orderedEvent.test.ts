import { describe, expect, test } from 'vitest';
import { oddTimeOf, orderedEventOf } from '../../../webhooks/order/orderedEvent.ts';
import { readEvent } from '../../../webhooks/shared/clerkEvent.ts';
import { NOON } from '../../fixtures/data/clerkEvents.ts';

const MINUTE = 60_000;

function placeOf(source: string, event: object, ordered: Record<string, string[]> = {}) {
  return orderedEventOf(source, readEvent(JSON.stringify(event)), ordered, NOON);
}

const data = { id: 'x_1', updated_at: NOON - 5 };

describe('whether an event is ordered among those of its object', () => {
  test.each<[string, string, string, boolean]>([
    ['a user of Clerk', 'clerk', 'user.created', true],
    ['an organization of another Clerk application', 'clerk-eu', 'organization.updated', true],
    ['a membership', 'clerk', 'organizationMembership.deleted', true],
    ['a session that ended', 'clerk', 'session.ended', false],
    ['an object of a sender that the app orders', 'stripe', 'customer.updated', true],
    ['another object of that sender', 'stripe', 'invoice.updated', false],
    ['an object of any other sender', 'resend', 'customer.updated', false],
  ])('%s', (_name, source, type, isOrdered) => {
    const place = placeOf(source, { type, timestamp: NOON, data }, { stripe: ['customer'] });
    expect(place !== null).toBe(isOrdered);
  });

  test('an event without an id is not ordered', () => {
    expect(placeOf('clerk', { type: 'user.created', timestamp: NOON, data: {} })).toBeNull();
  });
});

describe('the times of an event', () => {
  test.each<[string, object, object | null, RegExp | undefined]>([
    ['both', { timestamp: NOON, data }, { updated_at: NOON - 5, event_at: NOON }, undefined],
    [
      'only the envelope’s',
      { timestamp: NOON, data: { id: 'x_1' } },
      { updated_at: NOON, event_at: NOON },
      undefined,
    ],
    [
      'a minute ahead, as clocks differ',
      { timestamp: NOON + MINUTE, data },
      { updated_at: NOON - 5, event_at: NOON + MINUTE },
      undefined,
    ],
    [
      'an envelope over 5 minutes ahead',
      { timestamp: NOON + 6 * MINUTE, data },
      { updated_at: NOON - 5, event_at: NOON - 5 },
      /5 minutes ahead/,
    ],
    [
      'an invalid time in the envelope',
      { timestamp: 1e300, data },
      { updated_at: NOON - 5, event_at: NOON - 5 },
      /invalid time/,
    ],
    ['no valid time', { timestamp: 1e300, data: { id: 'x_1' } }, null, /invalid time/],
  ])('%s', (_name, event, times, odd) => {
    const typed = { type: 'user.updated', ...event };
    expect(placeOf('clerk', typed)).toMatchObject({ times });
    const why = oddTimeOf(readEvent(JSON.stringify(typed)), NOON);
    if (odd === undefined) expect(why).toBeUndefined();
    else expect(why).toMatch(odd);
  });
});
