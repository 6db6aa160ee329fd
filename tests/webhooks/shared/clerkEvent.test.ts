import { describe, expect, test } from 'vitest';
import { parseClerkEvent, readEvent, timeOf } from '../../../webhooks/shared/clerkEvent.ts';
import { NOON } from '../../fixtures/data/clerkEvents.ts';

describe('a time of an event is read', () => {
  test.each<[string, unknown, number | undefined]>([
    ['in milliseconds', NOON, NOON],
    ['in seconds', NOON / 1000, NOON],
    ['in microseconds', NOON * 1000, NOON],
    ['in nanoseconds', NOON * 1_000_000, NOON],
    ['as ISO text', new Date(NOON).toISOString(), NOON],
    ['as any other text', 'yesterday', undefined],
    ['that is 0', 0, undefined],
    ['that is negative', -NOON, undefined],
    ['of the year 5000', Date.UTC(5000), undefined],
    ['of 1e300', 1e300, undefined],
    ['that is not a number', null, undefined],
  ])('%s', (_name, value, time) => {
    expect(timeOf(value)).toBe(time);
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
  ['nowhere, if its times are invalid', { timestamp: 'never' }, null, true],
  ['nowhere, for a delete', { type: 'user.deleted' }, null, false],
])('an event takes its time from %s', (_name, envelope, occurred_at, has_odd_time) => {
  expect(readEvent(body(envelope))).toMatchObject({ occurred_at, has_odd_time });
});

test('a body without any time is not an event, unless it is a delete', () => {
  expect(parseClerkEvent(body({}))).toMatchObject({ kind: 'not_clerk_event' });
});
