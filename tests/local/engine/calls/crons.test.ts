import { describe, expect, test } from 'vitest';
import { nextTime } from '../../../../local/engine/calls/crons.ts';
import type { CronSpec } from '../../../../local/engine/contract/functionSet.ts';

// A Friday.
const now = Date.parse('2026-01-02T03:04:05.678Z');

function next(schedule: CronSpec['schedule'], after = now): string {
  return new Date(nextTime({ name: 'job', path: 'a:b', args: {}, schedule }, after)).toISOString();
}

describe('the next time of a cron job', () => {
  test.each([
    [{ type: 'interval', seconds: 30 }, '2026-01-02T03:04:35.678Z'],
    [{ type: 'interval', minutes: 5 }, '2026-01-02T03:09:05.678Z'],
    [{ type: 'interval', hours: 2 }, '2026-01-02T05:04:05.678Z'],
    [{ type: 'hourly', minuteUTC: 4 }, '2026-01-02T04:04:00.000Z'],
    [{ type: 'hourly', minuteUTC: 30 }, '2026-01-02T03:30:00.000Z'],
    [{ type: 'daily', hourUTC: 3, minuteUTC: 0 }, '2026-01-03T03:00:00.000Z'],
    [
      { type: 'weekly', dayOfWeek: 'thursday', hourUTC: 1, minuteUTC: 2 },
      '2026-01-08T01:02:00.000Z',
    ],
    [{ type: 'weekly', dayOfWeek: 'sunday', hourUTC: 0, minuteUTC: 0 }, '2026-01-04T00:00:00.000Z'],
    [{ type: 'monthly', day: 1, hourUTC: 0, minuteUTC: 0 }, '2026-02-01T00:00:00.000Z'],
    [{ type: 'monthly', day: 31, hourUTC: 0, minuteUTC: 0 }, '2026-01-31T00:00:00.000Z'],
    [{ type: 'cron', cron: '15 7 * * *' }, '2026-01-02T07:15:00.000Z'],
  ])('is right for %j', (schedule, expected) => {
    expect(next(schedule)).toBe(expected);
  });

  test('skips a month without that day', () => {
    const schedule = { type: 'monthly', day: 30, hourUTC: 0, minuteUTC: 0 };
    expect(next(schedule, Date.parse('2026-01-30T00:00:00Z'))).toBe('2026-03-30T00:00:00.000Z');
  });

  test('of a schedule without a minute is always at the same minute for one job', () => {
    const first = next({ type: 'hourly' });
    const second = next({ type: 'hourly' }, Date.parse(first));
    expect(Date.parse(second) - Date.parse(first)).toBe(60 * 60 * 1000);
  });

  test('of an invalid pattern is an error that names the job', () => {
    expect(() => next({ type: 'cron', cron: 'at noon' })).toThrow('Cron job "job": ');
    expect(() => next({ type: 'cron', cron: '0 0 30 2 *' })).toThrow('Cron job "job" is never due');
  });
});
