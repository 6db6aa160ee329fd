import { expect, test } from 'vitest';
import { aheadOf } from '../../../../extension/inspector/overview/ahead.ts';
import type { AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { auditRow, NOON } from '../../../fixtures/data/auditRow.ts';

const at = (place: number, updated_at: number, overrides: Partial<AuditRow> = {}) =>
  auditRow(place, { updated_at, ...overrides });
const stale = at(9, NOON, { outcome: 'stale' });
const redispatch = { of: stale._id, by: 'Grace', edited: false, forced: true };

test('the delivery with the newest data is ahead of a stale event, not the one that came last', () => {
  const newest = at(2, NOON + 4_000);
  const ahead = aheadOf(stale, [at(3, NOON + 1_000), newest, at(1, NOON - 1_000)]);
  expect(ahead).toEqual({ row: newest, by: 4_000 });
});

test('a delivery that failed or was stale itself is not ahead of anything', () => {
  const failed = at(3, NOON + 9_000, { outcome: 'failed' });
  const late = at(2, NOON + 8_000, { outcome: 'stale' });
  const held = at(1, NOON + 1_000, { outcome: 'unchanged' });
  expect(aheadOf(stale, [failed, late, held])).toEqual({ row: held, by: 1_000 });
});

test('if update times are equal, the time of the event decides', () => {
  const other = at(1, NOON, { occurred_at: stale.occurred_at + 30 });
  expect(aheadOf(stale, [other])).toEqual({ row: other, by: 30 });
});

test('a delete is ahead whatever its time', () => {
  const deleted = at(1, NOON - 5_000, { event_type: 'user.deleted' });
  expect(aheadOf(stale, [deleted])).toEqual({ row: deleted, by: null });
});

test('a delete is no longer ahead after a forced re-dispatch', () => {
  const deleted = at(1, NOON - 5_000, { event_type: 'user.deleted' });
  const restored = at(2, NOON + 2_000, { redispatch });
  expect(aheadOf(stale, [restored, deleted])).toEqual({ row: restored, by: 2_000 });
});

test('no delivery is known to be ahead when no earlier one is kept', () => {
  expect(aheadOf(stale, [])).toBeNull();
});
