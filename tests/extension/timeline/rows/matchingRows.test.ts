import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import type { AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { timeOf, type TimelineItem } from '../../../../extension/event/item.ts';
import { MatchingRows, type Moment } from '../../../../extension/timeline/rows/matchingRows.ts';
import { TimelineList } from '../../../../extension/timeline/rows/timelineList.ts';
import { auditRow, NOON, rejection } from '../../../fixtures/data/auditRow.ts';

const START: Moment = { seq: 0n, time: 0 };
const momentAt = (place: number): Moment => ({ seq: auditRow(place).seq, time: NOON + place });
const isOdd = (item: TimelineItem) => timeOf(item) % 2 === 1;

const places = fc.uniqueArray(fc.nat(200), { maxLength: 60 });

function listed(list: TimelineList): TimelineItem[] {
  return Array.from({ length: list.length }, (_, index) => list.at(index)!);
}

test('rows that are added in steps at both ends are listed as if filtered and sorted at once', () => {
  const scenario = fc.record({
    loaded: places,
    steps: fc.array(fc.record({ newer: fc.nat(5), older: fc.nat(5), beyond: fc.nat(5) })),
    rejected: fc.uniqueArray(fc.nat(200), { maxLength: 10 }),
    cleared: fc.option(fc.nat(200)),
    paused: fc.option(fc.nat(200)),
  });
  fc.assert(
    fc.property(scenario, ({ loaded, steps, rejected, cleared, paused }) => {
      const sorted = loaded.toSorted((a, b) => a - b).map((place) => auditRow(place));
      let from = Math.floor(sorted.length / 2);
      let to = from;
      let beyondFrom = from;
      const log = new EventLog((callback) => callback());
      const bounds = {
        cleared: cleared === null ? START : momentAt(cleared),
        paused: paused === null ? null : momentAt(paused),
      };
      const rows = new MatchingRows(log, isOdd, bounds);
      const rejections = rejected.toSorted((a, b) => b - a).map((place) => rejection(place + 0.5));

      for (const step of steps) {
        log.append(sorted.slice(to, to + step.newer));
        to = Math.min(to + step.newer, sorted.length);
        const older = sorted.slice(Math.max(from - step.older, 0), from).reverse();
        log.appendOlder(older, false);
        from -= older.length;
        beyondFrom = Math.min(Math.max(beyondFrom - step.beyond, 0), from);
        const beyond = log.size === 0 ? [] : sorted.slice(beyondFrom, to).reverse();
        rows.update(log.version, beyond);

        const isNew = ({ seq }: AuditRow) => log.newer.some((row) => row.seq === seq);
        const expected: TimelineItem[] = sorted
          .slice(log.size === 0 ? to : beyondFrom, to)
          .filter((row) => isOdd(row) && row.seq > bounds.cleared.seq)
          // Pausing holds back new rows, not the older pages that are asked for.
          .filter((row) => bounds.paused === null || row.seq <= bounds.paused.seq || !isNew(row));
        const all = [...expected, ...rejections].sort((a, b) => timeOf(b) - timeOf(a));
        const list = new TimelineList(rows, rejections);
        expect(listed(list)).toEqual(all);
        for (const [index, item] of all.entries()) expect(list.placeOf(item)).toBe(index);
        expect(Object.values(rows.counts).reduce((a, b) => a + b, 0)).toBe(expected.length);
      }
    }),
  );
});

test('rows that are shown during a pause stay, whatever the log drops meanwhile', () => {
  const log = new EventLog((callback) => callback(), 4);
  log.append([1, 2, 3].map((place) => auditRow(place)));
  const rows = new MatchingRows(log, () => true, { cleared: START, paused: momentAt(3) });
  rows.update(log.version, [auditRow(0)]);
  log.append([4, 5, 6, 7].map((place) => auditRow(place)));
  log.keep(7);
  log.appendOlder(
    [3, 2, 1].map((place) => auditRow(place)),
    false,
  );
  rows.update(log.version, [auditRow(2), auditRow(1), auditRow(0)]);
  expect(idsOf(rows)).toEqual(['row3', 'row2', 'row1', 'row0']);
});

test('rows that are read in pieces are listed as if read at once', () => {
  const log = new EventLog((callback) => callback());
  log.append([4, 5, 6, 7].map((place) => auditRow(place)));
  log.appendOlder(
    [3, 2, 1].map((place) => auditRow(place)),
    false,
  );
  const beyond = [auditRow(0)];
  const rows = new MatchingRows(log, () => true, { cleared: START, paused: null });
  const told = Array.from({ length: 4 }, () => rows.update(log.version, beyond, 2));
  expect(told).toEqual([false, false, false, true]);
  expect(idsOf(rows)).toEqual([7, 6, 5, 4, 3, 2, 1, 0].map((place) => `row${place}`));
  expect(rows.counts.applied).toBe(8);
});

test('rows that the log drops leave the list, and return when they are fetched again', () => {
  const log = new EventLog((callback) => callback(), 4);
  log.append([3, 4].map((place) => auditRow(place)));
  log.appendOlder(
    [2, 1].map((place) => auditRow(place)),
    false,
  );
  const rows = new MatchingRows(log, () => true, { cleared: START, paused: null });
  rows.update(log.version, []);
  log.append([5, 6, 7].map((place) => auditRow(place)));
  rows.update(log.version, []);
  expect(idsOf(rows)).toEqual(['row7', 'row6', 'row5', 'row4']);
  expect(rows.counts.applied).toBe(4);
  log.keep(5);
  log.appendOlder([auditRow(3)], false);
  rows.update(log.version, []);
  expect(idsOf(rows)).toEqual(['row7', 'row6', 'row5', 'row4', 'row3']);
});

function idsOf(rows: MatchingRows): string[] {
  return Array.from({ length: rows.length }, (_, index) => rows.at(index)!._id);
}

test('while paused, rows end at the oldest one that was read, although the log drops it', () => {
  const log = new EventLog((callback) => callback(), 10);
  log.append(rowsAt(0, 8));
  const paused = momentAt(7);
  const held = new MatchingRows(log, isOdd, { cleared: START, paused });
  const live = new MatchingRows(log, isOdd, { cleared: START, paused: null });
  const updateBoth = () => [held, live].forEach((rows) => rows.update(log.version, []));
  updateBoth();
  log.append(rowsAt(8, 20));
  updateBoth();
  expect(log.oldestSeq).toBe(auditRow(10).seq);
  expect(live.end?.seq).toBe(auditRow(10).seq);
  expect(held.end?.seq).toBe(auditRow(0).seq);
});

test('rows that an index has read end at its oldest row, whether or not that one matches', () => {
  const log = new EventLog((callback) => callback());
  log.append(rowsAt(10, 12));
  const rows = new MatchingRows(log, isOdd, { cleared: START, paused: null });
  rows.update(log.version, [auditRow(5), auditRow(4)]);
  expect(rows.end?.seq).toBe(auditRow(4).seq);
});

/** The rows of the places from `from` up to, not including, `to`. */
function rowsAt(from: number, to: number): AuditRow[] {
  return Array.from({ length: to - from }, (_, index) => auditRow(from + index));
}
