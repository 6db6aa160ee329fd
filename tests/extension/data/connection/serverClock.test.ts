import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { skewOf } from '../../../../extension/data/connection/serverClock.ts';

const live = (...leads: number[]) => leads.map((lead) => ({ lead, isLive: true }));
const answered = (...leads: number[]) => leads.map((lead) => ({ lead, isLive: false }));

describe('the difference between the clocks', () => {
  test.each([
    ['is not known before a time has come', [], 0],
    ['is ignored under 2 s', answered(1_999), 0],
    ['is known from one answer of a server that is ahead', answered(60_000), 60_000],
    ['is not known from an old answer, which may come from a cache', answered(-3_600_000), 0],
    ['is not known from four events that came late', live(-60_000, -59_000, -59_500, -59_700), 0],
    [
      'is known from five events of a server that is behind',
      live(-60_300, -60_100, -60_900, -61_000, -63_000),
      -60_100,
    ],
    [
      'is not known from events that a busy server sent late, each by another time',
      live(-2_300, -4_100, -9_000, -3_200, -5_500),
      0,
    ],
    ['is 0 if one of many late events came without delay', live(-90_000, -30, -80_000, -70_000), 0],
  ])('%s', (_name, samples, skew) => {
    expect(skewOf(samples)).toBe(skew);
  });

  test('is never overestimated, however long each time is on its way', () => {
    const way = fc.nat(600_000);
    fc.assert(
      fc.property(fc.integer({ min: 2_001 }), fc.array(way, { minLength: 1 }), (ahead, ways) => {
        expect(skewOf(live(...ways.map((ms) => ahead - ms)))).toBeLessThanOrEqual(ahead);
      }),
    );
  });
});
