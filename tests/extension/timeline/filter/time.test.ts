import { describe, expect, test } from 'vitest';
import { isRelativeTime, parseTime } from '../../../../extension/timeline/filter/time.ts';

const now = new Date(2026, 10, 22, 12, 4, 31).getTime();
const local = (...parts: [number, number, number, number, number, number?]) =>
  new Date(...(parts as [number, number, number, number, number])).getTime();

describe('a time', () => {
  test.each<[string, number | null]>([
    ['30s', now - 30_000],
    ['10m', now - 600_000],
    ['2H', now - 7_200_000],
    ['3d', now - 259_200_000],
    ['12:00', local(2026, 10, 22, 12, 0, 0)],
    ['12:04:30', local(2026, 10, 22, 12, 4, 30)],
    ['2026-11-22', local(2026, 10, 22, 0, 0, 0)],
    ['2026-11-22T09:30', local(2026, 10, 22, 9, 30, 0)],
    ['2026-11-22T09:30:00Z', Date.UTC(2026, 10, 22, 9, 30)],
    ['', null],
    ['10', null],
    ['soon', null],
    ['24:00', null],
    ['12:60', null],
    ['2026-13-40', null],
    ['5', null],
  ])('%j is read', (text, time) => {
    expect(parseTime(text, now)).toBe(time);
  });

  test('that has not come yet today means yesterday', () => {
    expect(parseTime('23:00', now)).toBe(local(2026, 10, 21, 23, 0, 0));
  });

  test('changes with the clock only if it counts back from now', () => {
    expect(['10m', '2h', '12:00', '2026-11-22'].map(isRelativeTime)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
