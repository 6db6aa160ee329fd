import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseClerkEvent, readEvent, timeOf } from '../../../webhooks/shared/clerkEvent.ts';
import { NOON } from '../../fixtures/data/clerkEvents.ts';

describe('a time of an event is read', () => {
  test.each<[string, unknown, number | undefined]>([
    ['in milliseconds', NOON, NOON],
    ['in seconds', NOON / 1000, NOON],
    ['in microseconds', NOON * 1000, NOON],
    ['in nanoseconds', NOON * 1_000_000, NOON],
    ['as ISO text', new Date(NOON).toISOString(), NOON],
    ['as ISO text with an offset', '2026-01-05T14:00:00+02:00', NOON],
    ['as ISO text with a space', '2026-01-05 12:00:00.000000+00', NOON],
    ['as a day', '2026-01-05', NOON - 12 * 60 * 60 * 1000],
    ['as any other text', 'yesterday', undefined],
    ['as a text that JavaScript takes for a day', 'rev 3', undefined],
    ['as a day in words', 'January 5, 2026', undefined],
    ['that is 0', 0, undefined],
    ['that is negative', -NOON, undefined],
    ['of the year 5000', Date.UTC(5000), undefined],
    ['of 1e300', 1e300, undefined],
    ['that is not a number', null, undefined],
  ])('%s', (_name, value, time) => {
    expect(timeOf(value)).toBe(time);
  });
});

describe('an ISO time without a zone is in UTC', () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each(['America/Los_Angeles', 'Asia/Tokyo'])('on a machine in %s', (zone) => {
    vi.stubEnv('TZ', zone);
    expect(new Date(NOON).getHours()).not.toBe(12);
    expect(timeOf('2026-01-05T12:00:00')).toBe(NOON);
    expect(timeOf('2026-01-05 12:00:00.000')).toBe(NOON);
  });
});

const body = (envelope: object) => JSON.stringify({ type: 'user.updated', data: {}, ...envelope });

test.each<[string, object, number | null, boolean]>([
  ['the envelope', { timestamp: NOON }, NOON, false],
  ['another sender’s envelope', { created_at: new Date(NOON).toISOString() }, NOON, false],
  ['the data', { data: { updated_at: NOON } }, NOON, false],
  [
    'the data, if the envelope’s is invalid',
    { timestamp: 1e300, data: { updated_at: NOON } },
    NOON,
    true,
  ],
  [
    'the creation of its object, for that event',
    { type: 'user.created', data: { created_at: NOON } },
    NOON,
    false,
  ],
  ['nowhere, for a later event with that time alone', { data: { created_at: NOON } }, null, false],
  ['nowhere, if its times are invalid', { timestamp: 'never' }, null, true],
  ['nowhere, for a delete', { type: 'user.deleted' }, null, false],
])('an event takes its time from %s', (_name, envelope, occurred_at, has_odd_time) => {
  expect(readEvent(body(envelope))).toMatchObject({ occurred_at, has_odd_time });
});

test('a body without any time is not an event, unless it is a delete', () => {
  expect(parseClerkEvent(body({}))).toMatchObject({ kind: 'not_clerk_event' });
});
