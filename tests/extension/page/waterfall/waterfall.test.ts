import { describe, expect, test } from 'vitest';
import type { PageChange } from '../../../../extension/page/pairing/changes.ts';
import { waterfallOf } from '../../../../extension/page/waterfall/waterfall.ts';
import { auditRow, NOON } from '../../../fixtures/data/auditRow.ts';

const change: PageChange = {
  key: 'updated user_2ada 1',
  kind: 'updated',
  userId: 'user_2ada',
  updatedAt: NOON + 10,
  call: { name: 'PATCH /v1/me', startedAt: NOON, finishedAt: NOON + 25 },
  isOwn: true,
};
/** Received, committed and sent at these milliseconds after noon. */
const row = (received: number, committed = received + 5, occurred = 12) =>
  auditRow(received, {
    occurred_at: NOON + occurred,
    seq: BigInt(NOON + committed) * 1_000_000n,
    updated_at: NOON + 10,
  });
const gaps = (...of: Parameters<typeof waterfallOf>) =>
  waterfallOf(...of).moments.map(({ name, after }) => [name, after]);

test('each moment has the time since the moment before', () => {
  expect(gaps(change, row(60), NOON + 80)).toEqual([
    ['The page called Clerk', null],
    ['Clerk changed the user', 10],
    ['Clerk made the event', 2],
    ['Received', 48],
    ['Committed', 5],
    ['Seen here', 15],
  ]);
});

test('a row that was loaded before the call has no time at which it was seen', () => {
  expect(gaps(change, row(60), null).map(([name]) => name)).not.toContain('Seen here');
});

test('a sign-up, which has no version of its own, has the row’s', () => {
  const created: PageChange = { ...change, kind: 'created', updatedAt: null };
  expect(gaps(created, row(60), null)[1]).toEqual(['Clerk changed the user', 10]);
});

describe('clocks that agree', () => {
  test('are not mentioned', () => {
    expect(waterfallOf(change, row(60), NOON + 80).skews).toEqual([]);
  });
});

describe('a clock that is ahead is named, with the least possible difference', () => {
  test('Clerk’s, by the end of its own call', () => {
    const late = { ...change, updatedAt: NOON + 2_025 };
    expect(waterfallOf(late, row(3_000, 3_005, 2_026), NOON + 3_100).skews).toEqual([
      { ahead: 'Clerk', of: 'this machine', byAtLeast: 2_000 },
    ]);
  });

  test('this machine’s, by the start of the call', () => {
    const early = { ...change, updatedAt: NOON - 500 };
    expect(waterfallOf(early, row(60), NOON + 80).skews).toEqual([
      { ahead: 'this machine', of: 'Clerk', byAtLeast: 500 },
    ]);
  });

  test('Convex’s, by when its row was seen here', () => {
    const { moments, skews } = waterfallOf(change, row(1_000), NOON + 80);
    expect(skews).toEqual([{ ahead: 'Convex', of: 'this machine', byAtLeast: 925 }]);
    expect(moments.at(-1)).toMatchObject({ name: 'Seen here', after: null });
  });

  test('Clerk’s, by when Convex received what it sent', () => {
    expect(waterfallOf(change, row(-1_000), NOON + 80).skews).toEqual([
      { ahead: 'Clerk', of: 'Convex', byAtLeast: 1_012 },
    ]);
  });
});
