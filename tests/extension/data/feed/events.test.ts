import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import { auditRow } from '../../../fixtures/data/auditRow.ts';

function logWithFrames() {
  const frames: (() => void)[] = [];
  const log = new EventLog((callback) => frames.push(callback));
  return { log, drawFrame: () => frames.splice(0).forEach((callback) => callback()) };
}

function contentOf({ size, newestSeq, oldestSeq, reachedStart }: EventLog) {
  return { size, newestSeq, oldestSeq, reachedStart };
}

test('listeners are called once a frame, however many rows came', () => {
  const { log, drawFrame } = logWithFrames();
  let told = 0;
  log.subscribe(() => (told += 1));
  for (let place = 0; place < 100; place++) log.append([auditRow(place)]);
  expect(told).toBe(0);
  drawFrame();
  expect(told).toBe(1);
  log.append([auditRow(100)]);
  drawFrame();
  expect(told).toBe(2);
});

test('a version stands for one content of the log, between two frames too', () => {
  const end = fc.constantFrom('append', 'appendOlder', 'draw a frame');
  fc.assert(
    fc.property(fc.array(fc.tuple(end, fc.nat(3), fc.boolean())), (steps) => {
      const { log, drawFrame } = logWithFrames();
      const contents = new Map([[log.version, contentOf(log)]]);
      let [newest, oldest] = [500, 500];
      for (const [step, count, done] of steps) {
        const rows = (place: () => number) =>
          Array.from({ length: count }, () => auditRow(place()));
        if (step === 'append') log.append(rows(() => newest++));
        else if (step === 'appendOlder')
          log.appendOlder(
            rows(() => --oldest),
            done,
          );
        else drawFrame();
        const content = contents.get(log.version) ?? contentOf(log);
        expect(contentOf(log)).toEqual(content);
        contents.set(log.version, content);
      }
    }),
  );
});

test('a row that comes again is kept once, at either end', () => {
  const { log } = logWithFrames();
  log.appendOlder([auditRow(3), auditRow(2)], false);
  log.append([auditRow(3), auditRow(4)]);
  log.append([auditRow(4), auditRow(5)]);
  log.appendOlder([auditRow(2), auditRow(1)], true);
  expect(log.newer.map(({ _id }) => _id)).toEqual(['row4', 'row5']);
  expect(log.older.map(({ _id }) => _id)).toEqual(['row3', 'row2', 'row1']);
  expect(log.size).toBe(5);
  expect(log.reachedStart).toBe(true);
});

test('an empty log continues from the beginning', () => {
  const { log } = logWithFrames();
  expect(log.newestSeq).toBe(0n);
  expect(log.oldestSeq).toBeNull();
});

test('all rows of one event are found by any of them', () => {
  const { log } = logWithFrames();
  log.append([auditRow(1), auditRow(2, { event_id: 'msg_1', attempt: 2 })]);
  expect(log.states.rowsOf(auditRow(1)).map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(log.states.rowsOf(auditRow(9))).toEqual([]);
  expect(log.countAfter(auditRow(1).seq)).toBe(1);
});

const places = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => auditRow(from + index));

test('above the limit by a tenth, the oldest rows are dropped together', () => {
  const log = new EventLog((callback) => callback(), 10);
  log.appendOlder(places(0, 3).toReversed(), true);
  log.append(places(3, 11));
  expect(log.size).toBe(11);
  expect(log.drops).toBe(0);

  log.append([auditRow(11, { event_id: 'msg_0', attempt: 2 })]);
  expect([...log.older, ...log.newer].map(({ _id }) => _id)).toEqual([
    'row2',
    ...places(3, 12).map(({ _id }) => _id),
  ]);
  expect(log.drops).toBe(1);
  expect(log.oldestSeq).toBe(auditRow(2).seq);
  expect(log.reachedStart).toBe(false);
  expect(log.find(auditRow(1)._id)).toBeUndefined();
  expect(log.states.rowsOf(auditRow(0)).map(({ attempt }) => attempt)).toEqual([2]);
});

test('rows that were dropped can be fetched again once there is room', () => {
  const log = new EventLog((callback) => callback(), 10);
  log.append(places(2, 12));
  log.keep(3);
  log.keep(10);
  log.appendOlder(places(0, 9).toReversed(), true);
  expect(log.older.map(({ _id }) => _id)).toEqual(
    places(2, 9)
      .map(({ _id }) => _id)
      .reverse(),
  );
  expect(log.find(auditRow(2)._id)).toBeDefined();
  expect(log.reachedStart).toBe(false);
});

test('a log of earlier events takes only rows before its boundary', () => {
  const log = new EventLog((callback) => callback(), 10, auditRow(5).seq);
  expect(log.oldestSeq).toBe(auditRow(5).seq);
  log.appendOlder(places(3, 8).toReversed(), false);
  expect(log.older.map(({ _id }) => _id)).toEqual(['row4', 'row3']);
});

test('a failure among earlier events is not said to be open, since a later event may have mended it', () => {
  const failed = { outcome: 'failed', settled: false } as const;
  const log = new EventLog((callback) => callback(), 10, auditRow(5).seq);
  const mend = auditRow(3, { event_id: 'msg_1' });
  log.appendOlder([auditRow(4, failed), mend, auditRow(1, failed)], true);
  expect(log.states.stateOf(auditRow(4))).toBeNull();
  expect(log.states.stateOf(mend)).toEqual({ kind: 'mended', by: mend });
});

test('whatever comes, is read back and is dropped, the rows are the newest in a row, within the limit', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), count: fc.nat(30) }),
    fc.record({ kind: fc.constant('older' as const), count: fc.nat(30) }),
    fc.record({ kind: fc.constant('keep' as const), count: fc.integer({ min: 1, max: 40 }) }),
  );
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.integer({ min: 1, max: 40 }),
      fc.array(step, { maxLength: 30 }),
      (start, kept, steps) => {
        const log = new EventLog((callback) => callback(), kept);
        // The model: the rows from one place up to another.
        let [from, to, limit, atStart] = [start, start, kept, false];
        for (const { kind, count } of steps) {
          if (kind === 'append') {
            log.append(places(Math.max(to - 1, start), to + count));
            to += count;
            if (to - from > limit * 1.1) [from, atStart] = [to - limit, false];
          } else if (kind === 'older' && to > from) {
            const read = Math.min(count, from);
            log.appendOlder(places(from - read, from).toReversed(), read === from);
            const taken = Math.min(read, Math.max(limit - (to - from), 0));
            atStart = read === from && taken === read;
            from -= taken;
          } else if (kind === 'keep') {
            log.keep(count);
            if (to - from > count) [from, atStart] = [to - count, false];
            limit = count;
          }
          const rows = [...log.older.toReversed(), ...log.newer];
          expect(rows).toEqual(places(from, to));
          expect(log.size).toBeLessThanOrEqual(limit * 1.1);
          expect(log.reachedStart).toBe(atStart);
          expect(log.gained).toBe(to - start);
          for (const row of places(0, to)) {
            expect(log.find(row._id) !== undefined).toBe(
              row.seq >= auditRow(from).seq && to > from,
            );
          }
        }
      },
    ),
  );
});
