import { expect, test } from 'vitest';
import { separatorsOf } from '../../../../extension/timeline/grid/separators.ts';
import { timeOf, type TimelineItem } from '../../../../extension/event/item.ts';
import type { Mark } from '../../../../webhooks/shared/mark.ts';
import { auditRow } from '../../../fixtures/data/auditRow.ts';

const DAY = 86_400_000;
const at = (time: number) => auditRow(0, { received_at: time });
const NOW = new Date(2026, 10, 22, 12).getTime();
const listOf = (...times: number[]) => ({
  at: (index: number) => (times[index] === undefined ? undefined : at(times[index])),
});
const indexes = (list: ReturnType<typeof listOf>, first: number, last: number) =>
  separatorsOf(list, () => true, { first, last }, [], NOW).map(({ index }) => index);

test('an earlier day is named above its newest row', () => {
  const list = listOf(NOW, NOW - 1, NOW - DAY, NOW - DAY - 1, NOW - 3 * DAY);
  expect(separatorsOf(list, () => true, { first: 0, last: 4 }, [], NOW)).toEqual([
    { index: 2, day: expect.stringContaining('21'), deploy: null },
    { index: 4, day: expect.stringContaining('19'), deploy: null },
  ]);
});

test('the day of the newest row is named above it, unless it is today', () => {
  expect(indexes(listOf(NOW - 1), 0, 0)).toEqual([]);
  expect(indexes(listOf(NOW - DAY), 0, 0)).toEqual([0]);
});

test('the first drawn row is compared with the one above it', () => {
  const list = listOf(NOW, NOW - DAY, NOW - DAY - 1);
  expect(indexes(list, 1, 2)).toEqual([1]);
  expect(indexes(list, 2, 2)).toEqual([]);
});

test('an unfolded row of an earlier day does not begin a new day', () => {
  const list = listOf(NOW, NOW - DAY, NOW - 1);
  const isInOrder = (item: TimelineItem) => timeOf(item) !== NOW - DAY;
  expect(separatorsOf(list, isInOrder, { first: 0, last: 2 }, [], NOW)).toEqual([]);
});

test('a deploy is named above the newest row before it, several deploys together', () => {
  const list = listOf(NOW - 10, NOW - 20, NOW - 30);
  const mark = (name: string, at: number) => ({ id: name as Mark['id'], name, at });
  const marks = [mark('v3', NOW - 5), mark('v2', NOW - 22), mark('v1', NOW - 25)];
  expect(separatorsOf(list, () => true, { first: 0, last: 2 }, marks, NOW)).toEqual([
    { index: 0, day: null, deploy: 'deploy v3' },
    { index: 2, day: null, deploy: 'deploy v2, v1' },
  ]);
});

test('a deploy between two days is named on the same line as the day', () => {
  const mark = { id: 'v1' as Mark['id'], name: 'v1', at: NOW - 5 };
  const list = listOf(NOW, NOW - DAY);
  expect(separatorsOf(list, () => true, { first: 0, last: 1 }, [mark], NOW)).toEqual([
    { index: 1, day: expect.stringContaining('21'), deploy: 'deploy v1' },
  ]);
});
