import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import type { TimelineItem } from '../../../../extension/event/item.ts';
import { MatchingRows } from '../../../../extension/timeline/rows/matchingRows.ts';
import { TimelineList } from '../../../../extension/timeline/rows/timelineList.ts';
import type { Rejection } from '../../../../webhooks/shared/rejection.ts';
import { auditRow, NOON, rejection } from '../../../fixtures/data/auditRow.ts';

const START = { seq: 0n, time: 0 };
const newestFirst = (rejections: Rejection[]) =>
  rejections.toSorted((a, b) => b.last_at - a.last_at);
const listed = (list: TimelineList): TimelineItem[] =>
  Array.from({ length: list.length }, (_, index) => list.at(index)!);

/** A log with the rows at those of these places that lie between two others. */
function rowsOf(log: EventLog) {
  return new MatchingRows(log, () => true, { cleared: START, paused: null });
}

test('a held list keeps every row in its place, whatever comes, and older rows follow below', () => {
  const places = fc.uniqueArray(fc.integer({ min: 100, max: 200 }), { minLength: 1 });
  const scenario = fc.record({
    loaded: places,
    rejected: fc.uniqueArray(fc.integer({ min: 100, max: 200 }), { maxLength: 6 }),
    newer: fc.uniqueArray(fc.integer({ min: 201, max: 300 }), { maxLength: 20 }),
    older: fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 20 }),
    countedAgain: fc.nat(6),
  });
  fc.assert(
    fc.property(scenario, ({ loaded, rejected, newer, older, countedAgain }) => {
      const log = new EventLog((callback) => callback());
      log.append(loaded.toSorted((a, b) => a - b).map((place) => auditRow(place)));
      const rows = rowsOf(log);
      rows.update(log.version, []);
      const before = newestFirst(rejected.map((place) => rejection(place + 0.5)));
      const held = new TimelineList(rows, before).held();
      const shown = listed(held);

      log.append(newer.toSorted((a, b) => a - b).map((place) => auditRow(place)));
      log.appendOlder(
        older.toSorted((a, b) => b - a).map((place) => auditRow(place)),
        false,
      );
      rows.update(log.version, []);
      // One of them is counted again, and moves to the top; another is new.
      const moved = before.map((one, at) =>
        at === countedAgain ? { ...one, last_at: NOON + 400, count: 9 } : one,
      );
      const after = newestFirst([...moved, rejection(350.5), rejection(50.5)]);
      const newest = new TimelineList(rows, after);

      expect(listed(held)).toEqual(shown);
      const now = newest.below(held);
      expect(listed(now).slice(0, shown.length)).toEqual(shown);
      const below = listed(now).slice(shown.length);
      expect(below).toHaveLength(older.length + 1);
      for (const [index, item] of listed(now).entries()) expect(now.placeOf(item)).toBe(index);
      expect(newest.countWaiting(held)).toBe(newer.length + 1);
      for (const place of newer) expect(now.placeAmong(auditRow(place))).toBeLessThan(0);
    }),
  );
});
