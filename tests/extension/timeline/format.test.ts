import { expect, test } from 'vitest';
import { formatLatency, formatTime, latencyOf } from '../../../extension/timeline/format.ts';
import { auditRow } from '../../fixtures/auditRow.ts';

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

test('a time of today reads as the clock, another with its day', () => {
  const noon = new Date(2026, 10, 22, 12, 4, 31).getTime();
  expect(formatTime(noon, noon + 3_600_000)).toBe('12:04:31');
  expect(formatTime(noon, noon + 24 * 3_600_000)).toMatch(/22.*12:04$/);
  expect(formatTime(noon, noon - 24 * 3_600_000)).toMatch(/22.*12:04$/);
});

test('only what Clerk sent has a latency', () => {
  expect(latencyOf(auditRow(1))).toBe('80 ms');
  expect(latencyOf(auditRow(1, { source: 'redispatch' }))).toBeNull();
  expect(latencyOf(auditRow(1, { source: 'reconcile' }))).toBeNull();
});
