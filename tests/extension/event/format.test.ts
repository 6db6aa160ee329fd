import { expect, test } from 'vitest';
import { formatClock, formatTime, latencyOf } from '../../../extension/event/format.ts';
import { formatLatency } from '../../../extension/ui/time/duration.ts';
import { isoText } from '../../../extension/ui/time/moment.ts';
import { momentText } from '../../../extension/ui/time/When.tsx';
import { auditRow } from '../../fixtures/data/auditRow.ts';

test.each([
  [0, '0 ms'],
  [85, '85 ms'],
  [999.4, '999 ms'],
  [1_000, '1.0 s'],
  [1_250, '1.2 s'],
  [59_999, '59.9 s'],
  [60_000, '1 m 0 s'],
  [185_000, '3 m 5 s'],
  [7_440_000, '2 h 4 m'],
  [262_800_000, '3 d 1 h'],
  [-5, 'clock ahead'],
])('%d ms reads %j', (ms, text) => {
  expect(formatLatency(ms)).toBe(text);
});

test('a time of today is written without its day, any other with it', () => {
  const noon = new Date(2026, 10, 22, 12, 4, 31).getTime();
  expect(formatTime(noon, noon + 3_600_000)).toBe('12:04:31');
  expect(formatTime(noon, noon + 24 * 3_600_000)).toMatch(/22.*12:04$/);
  expect(formatTime(noon, noon - 24 * 3_600_000)).toMatch(/22.*12:04$/);
});

test.each([NaN, Infinity, -9e15, 1_764_400_000_080_000_000])(
  'the absurd time %d is written as it is',
  (time) => {
    for (const write of [formatTime, formatClock, formatLatency, momentText, isoText]) {
      expect(write(time)).toBe(String(time));
    }
  },
);

test('only deliveries from Clerk have a latency', () => {
  const of = auditRow(0)._id;
  const redispatch = { of, by: 'QA laptop', edited: false, forced: false };
  expect(latencyOf(auditRow(1))).toBe('80 ms');
  expect(latencyOf(auditRow(1, { redispatch }))).toBeNull();
  expect(latencyOf(auditRow(1, { svix_id: 'reconcile_1' }))).toBeNull();
});
