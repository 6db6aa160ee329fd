import { expect, test } from 'vitest';
import { pauseAfter } from '../../../webhooks/reconcile/clerkApi.ts';
import { NOON } from '../../fixtures/data/clerkEvents.ts';

test.each([
  ['seconds', '2', 2000],
  ['none at all', '0', 0],
  ['more than a minute', '86400', 60_000],
  ['a date', new Date(NOON + 7000).toUTCString(), 7000],
  ['a date that is over', new Date(NOON - 7000).toUTCString(), 0],
])('a pause is as long as Retry-After asks: %s', (_, retryAfter, expected) => {
  expect(pauseAfter(1, retryAfter, NOON)).toBe(expected);
});

test.each([null, '', 'soon'])(
  'without a Retry-After (%j), each pause is twice as long as the last',
  (retryAfter) => {
    const pauses = [1, 2, 3, 4].map((tried) => pauseAfter(tried, retryAfter, NOON));
    expect(pauses).toEqual([200, 400, 800, 1600]);
  },
);
