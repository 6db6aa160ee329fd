import { describe, expect, test } from 'vitest';
import type { TimelineItem } from '../../../extension/timeline/item.ts';
import { importedId } from '../../../extension/data/imported.ts';
import { parseFilter } from '../../../extension/timeline/filter.ts';
import { selectionOfFilter } from '../../../extension/timeline/filterSelection.ts';
import { makeDelivery } from '../transfer/delivery.ts';

const NOW = Date.UTC(2026, 0, 5, 12);

function listOf(items: TimelineItem[]) {
  return { length: items.length, at: (index: number) => items[index] };
}

function select(filter: string, items: TimelineItem[] = []) {
  return selectionOfFilter(parseFilter(filter), listOf(items), NOW);
}

describe('one index and a time span goes to the server as it is', () => {
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

describe('any other filter stands for what is listed, never for more', () => {
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

  test('deliveries of Clerk only, the newest 1,000', () => {
    const many = Array.from({ length: 1_100 }, (_, at) => ({ ...row, _id: `r${at}` as never }));
    const selection = select('ada', [
      { ...row, _id: 're' as never, source: 'redispatch' },
      { ...row, _id: importedId(1) },
      ...many,
    ]);
    expect(selection).toEqual({ ids: many.slice(0, 1_000).map(({ _id }) => _id) });
  });
});
