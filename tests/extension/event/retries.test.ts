import { expect, test } from 'vitest';
import { nextRetryAt, nextRetryOf } from '../../../extension/event/retries.ts';
import { auditRow } from '../../fixtures/data/auditRow.ts';

const failed = (attempt: number) =>
  auditRow(0, { attempt, outcome: 'failed', settled: false, received_at: 1_000 });

test('Svix tries again 5 seconds after a first failure, and 10 hours after the seventh', () => {
  expect(nextRetryAt(failed(1))).toBe(6_000);
  expect(nextRetryAt(failed(7))).toBe(1_000 + 10 * 3_600_000);
});

test('Svix does not try again after the eighth failure', () => {
  expect(nextRetryAt(failed(8))).toBeNull();
});

test('a delivery that did not fail, or that an operator sent, is not retried', () => {
  const redispatch = { of: auditRow(0)._id, by: 'Grace', edited: false, forced: false };
  expect(nextRetryAt(auditRow(0))).toBeNull();
  expect(nextRetryAt({ ...failed(1), redispatch })).toBeNull();
});

test('a re-dispatch that failed, too, does not change when Svix tries again', () => {
  const redispatch = { of: auditRow(0)._id, by: 'Grace', edited: false, forced: false };
  const last = { ...failed(2), seq: 2n };
  const rows = [{ ...failed(1), seq: 4n, redispatch }, last, { ...failed(1), seq: 1n }];
  expect(nextRetryOf(rows)).toBe(nextRetryAt(last));
  expect(nextRetryOf(rows.toReversed())).toBe(nextRetryAt(last));
  expect(nextRetryOf([])).toBeNull();
});
