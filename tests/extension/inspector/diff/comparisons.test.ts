import { expect, test } from 'vitest';
import type { OpenedDelivery } from '../../../../extension/data/openedDelivery.ts';
import {
  comparisonsOf,
  firstComparison,
} from '../../../../extension/inspector/diff/comparisons.ts';
import { auditRow } from '../../../fixtures/data/auditRow.ts';

const [first, second, retry, again] = [1, 2, 3, 4].map((place) => auditRow(place));

function delivery(fields: Partial<OpenedDelivery> = {}): OpenedDelivery {
  return {
    row: second!,
    body: '{}',
    headers: [],
    writes: [],
    scheduled: [],
    attempted: [],
    error: null,
    previous: { id: first!._id, body: '{}' },
    event: { rows: [again!, retry!, second!], state: { state: 'never failed' } },
    ...fields,
  };
}

test('each event is offered once, under its relation to the delivery, and never the delivery itself', () => {
  const groups = comparisonsOf(delivery(), retry!, [again!, retry!, second!, first!]);
  expect(groups.map(({ label, rows }) => [label, rows.map(({ _id }) => _id)])).toEqual([
    ['Pinned', [retry!._id]],
    ['Attempts and re-dispatches', [again!._id]],
    ['Events of this user', [first!._id]],
  ]);
});

test('a delivery is compared with the pinned event, else with the previous payload of its user', () => {
  expect(firstComparison(delivery(), retry!)).toBe(retry!._id);
  expect(firstComparison(delivery(), second!)).toBe(first!._id);
  expect(firstComparison(delivery(), null)).toBe(first!._id);
});

test('a re-dispatch without a previous payload is compared with its original', () => {
  const redispatch = { of: first!._id, by: 'QA', edited: true, forced: false };
  const row = { ...second!, redispatch };
  expect(firstComparison(delivery({ row, previous: null }), null)).toBe(first!._id);
  expect(firstComparison(delivery({ previous: null }), null)).toBeNull();
});
