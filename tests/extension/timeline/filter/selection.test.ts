import { describe, expect, test } from 'vitest';
import type { AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { importedId } from '../../../../extension/data/imported.ts';
import { parseFilter } from '../../../../extension/timeline/filter/filter.ts';
import { selectionOfFilter } from '../../../../extension/timeline/filter/selection.ts';
import { makeDelivery } from '../../transfer/delivery.ts';

const NOW = Date.UTC(2026, 0, 5, 12);

/** None of these rows is folded into another. */
function select(filter: string, rows: AuditRow[] = [], rowsOf = (row: AuditRow) => [row]) {
  const lines = { length: rows.length, at: (index: number) => rows[index] };
  return selectionOfFilter(parseFilter(filter), lines, rowsOf, NOW);
}

describe('a filter by one index and a time span is sent to the server unchanged', () => {
  test.each([
    ['outcome:failed', { where: { outcome: 'failed' }, since: 0 }],
    ['type:user.updated', { where: { event_type: 'user.updated' }, since: 0 }],
    ['user:user_ada after:10m', { where: { clerk_user_id: 'user_ada' }, since: NOW - 600_000 }],
    [
      'after:2h outcome:failed before:1h',
      { where: { outcome: 'failed' }, since: NOW - 7_200_000, until: NOW - 3_600_001 },
    ],
    ['outcome:failed after:1h after:2h', { where: { outcome: 'failed' }, since: NOW - 3_600_000 }],
  ])('%s', (filter, expected) => {
    expect(select(filter)).toEqual(expected);
  });
});

test('among earlier events, a filter reaches no event after their boundary', () => {
  const boundary = NOW - 60_000;
  const none = { length: 0, at: () => undefined };
  const ofFilter = (filter: string) =>
    selectionOfFilter(parseFilter(filter), none, () => [], NOW, boundary);
  const failed = { where: { outcome: 'failed' }, since: 0 };
  expect(ofFilter('outcome:failed')).toEqual({ ...failed, until: boundary - 1 });
  expect(ofFilter('outcome:failed before:1h')).toEqual({ ...failed, until: NOW - 3_600_001 });
});

describe('any other filter selects the listed deliveries, never more', () => {
  const { row } = makeDelivery();

  test.each([
    'outcome:failed type:user.updated',
    'outcome:failed -type:user.updated',
    '-outcome:failed',
    'outcome:failed ada',
    'outcome:failed outcome:stale',
    'outcome:failed after:soon',
    'type:user.*',
    'user:Ada',
    'outcome:rejected',
    'ada',
    'after:10m',
    '',
  ])('%s', (filter) => {
    expect(select(filter, [row])).toEqual({ ids: [row._id] });
  });

  test('at most the newest 1,000 deliveries are selected, and only those from Clerk', () => {
    const redispatch = { of: row._id, by: 'QA laptop', edited: false, forced: false };
    const many = Array.from({ length: 1_100 }, (_, at) => ({ ...row, _id: `r${at}` as never }));
    const selection = select('ada', [
      { ...row, _id: 're' as never, redispatch },
      { ...row, _id: importedId(1) },
      ...many,
    ]);
    expect(selection).toEqual({ ids: many.slice(0, 1_000).map(({ _id }) => _id) });
  });
});
