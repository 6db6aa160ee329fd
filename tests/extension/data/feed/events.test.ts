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

test('above the limit the oldest rows are dropped together, and can be fetched again', () => {
  const log = new EventLog((callback) => callback(), 10);
  const places = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => auditRow(from + index));
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

  log.appendOlder([auditRow(1), auditRow(0)], true);
  expect(log.older.map(({ _id }) => _id)).toEqual(['row2', 'row1', 'row0']);
  expect(log.find(auditRow(1)._id)).toBeDefined();
});
