import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import { FoldedRows } from '../../../../extension/timeline/rows/foldedRows.ts';
import { MatchingRows } from '../../../../extension/timeline/rows/matchingRows.ts';
import { isDelivery, type TimelineItem } from '../../../../extension/event/item.ts';
import { isOpen } from '../../../../extension/timeline/filter/states.ts';
import type { AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { auditRow } from '../../../fixtures/data/auditRow.ts';

const NOWHERE = { cleared: { seq: 0n, time: 0 }, paused: null };
const isNotStale = (item: TimelineItem) => isDelivery(item) && item.outcome !== 'stale';
const listed = (lines: FoldedRows) =>
  Array.from({ length: lines.length }, (_, index) => lines.at(index)!._id);

/** A model of the lines, made anew from all rows. */
function expectedLines(log: EventLog, beyond: AuditRow[], onlyOpen: boolean): string[] {
  const rows = [...log.older.toReversed(), ...log.newer];
  const all = [...beyond.toReversed(), ...rows];
  const matching = all.filter(isNotStale);
  const newest = matching.filter(
    (row) => !matching.some(({ event_id, seq }) => event_id === row.event_id && seq > row.seq),
  );
  const isOpenEvent = ({ event_id }: AuditRow) => {
    const event = rows.filter((row) => row.event_id === event_id);
    return event.length > 0 && event.every(({ outcome }) => outcome === 'failed');
  };
  return newest
    .filter((row) => !onlyOpen || isOpenEvent(row))
    .reverse()
    .map(({ _id }) => _id);
}

const someRow = fc.record({
  event: fc.nat(8),
  outcome: fc.constantFrom<AuditRow['outcome']>('failed', 'failed', 'applied', 'stale'),
});

test('there is one line for each event, in whatever order its rows come, go, fail and succeed', () => {
  const steps = fc.array(
    fc.record({ newer: fc.nat(4), older: fc.nat(4), beyond: fc.nat(3), pieces: fc.nat(2) }),
    { maxLength: 12 },
  );
  const scenario = fc.record({
    rows: fc.array(someRow, { maxLength: 80 }),
    steps,
    kept: fc.constantFrom(12, 1_000),
    onlyOpen: fc.boolean(),
  });
  fc.assert(
    fc.property(scenario, ({ rows: all, steps, kept, onlyOpen }) => {
      const rows = all.map(({ event, outcome }, place) =>
        auditRow(place, { event_id: `msg_${event}`, outcome, settled: outcome !== 'failed' }),
      );
      const log = new EventLog((callback) => callback(), kept);
      const matching = new MatchingRows(log, isNotStale, NOWHERE);
      const lines = new FoldedRows(matching, log.states, onlyOpen ? isOpen : null);
      let [from, to] = [rows.length >> 1, rows.length >> 1];
      for (const step of steps) {
        log.append(rows.slice(to, to + step.newer));
        to = Math.min(to + step.newer, rows.length);
        from = log.oldestSeq === null ? to : rows.findIndex(({ seq }) => seq === log.oldestSeq);
        log.appendOlder(rows.slice(Math.max(from - step.older, 0), from).reverse(), false);
        from = log.oldestSeq === null ? to : rows.findIndex(({ seq }) => seq === log.oldestSeq);
        // An index reads older rows only if no term asks for states.
        const most = onlyOpen || log.size === 0 || kept < 1_000 ? 0 : step.beyond;
        const beyond = rows.slice(Math.max(from - most, 0), from).reverse();
        while (!matching.update(log.version, beyond, step.pieces + 1)) lines.update();
        lines.update();
        expect(listed(lines)).toEqual(expectedLines(log, beyond, onlyOpen));
      }
    }),
    { numRuns: 300 },
  );
});

test('an event is no longer open when it is mended, and open again when it fails again', () => {
  const log = new EventLog((callback) => callback());
  const matching = new MatchingRows(log, () => true, NOWHERE);
  const lines = new FoldedRows(matching, log.states, isOpen);
  const read = () => {
    matching.update(log.version, []);
    lines.update();
    return listed(lines);
  };
  const failed = { outcome: 'failed' as const, settled: false };
  log.append([auditRow(1, failed), auditRow(2, failed), auditRow(3)]);
  expect(read()).toEqual(['row2', 'row1']);
  log.append([auditRow(4, { event_id: 'msg_1', attempt: 2 })]);
  expect(read()).toEqual(['row2']);
  log.append([auditRow(5, failed), auditRow(6, { ...failed, event_id: 'msg_2', attempt: 2 })]);
  expect(read()).toEqual(['row6', 'row5']);
});

test('a retry joins the line of an attempt that an index has read', () => {
  const log = new EventLog((callback) => callback());
  const matching = new MatchingRows(log, () => true, NOWHERE);
  const lines = new FoldedRows(matching, log.states, null);
  const beyond = [auditRow(1, { event_id: 'msg_1' })];
  log.append([auditRow(2)]);
  matching.update(log.version, beyond);
  lines.update();
  expect(listed(lines)).toEqual(['row2', 'row1']);
  const retry = auditRow(3, { event_id: 'msg_1', attempt: 2 });
  log.append([retry]);
  matching.update(log.version, beyond);
  lines.update();
  expect(listed(lines)).toEqual(['row3', 'row2']);
  expect(lines.rowsOf(retry).map(({ _id }) => _id)).toEqual(['row1', 'row3']);
});
