import { expect, test } from 'vitest';
import type { RowWrite } from '../../../webhooks/shared/delivery.ts';
import { parseJson, type JsonObject } from '../../../webhooks/shared/exactJson.ts';
import { changedOutside, stepsOf } from '../../../extension/history/steps.ts';
import { auditRow } from '../../fixtures/data/auditRow.ts';

type Fields = Record<string, unknown> | null;

let place = 0;
function write(before: Fields, after: Fields, over: Partial<RowWrite> = {}): RowWrite {
  const row = auditRow(++place);
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return {
    table: 'orders',
    document: 'orders_1',
    kind: before === null ? 'insert' : after === null ? 'delete' : 'update',
    before: before && JSON.stringify(before),
    after: after && JSON.stringify(after),
    fields: names.filter((name) => before?.[name] !== after?.[name]).sort(),
    seq: row.seq,
    row,
    ...over,
  };
}

/** The steps of writes that are given oldest first. */
const steps = (...writes: RowWrite[]) => stepsOf(writes.toReversed());
const setBy = (step: { setBy: ReadonlyMap<string, number> } | undefined) =>
  Object.fromEntries(step!.setBy);

test('each field has the write that set it last', () => {
  const [created, changed] = steps(
    write(null, { plan: 'free', seats: 1 }),
    write({ plan: 'free', seats: 1 }, { plan: 'pro', seats: 1 }),
  );
  expect(setBy(created)).toEqual({ plan: 0, seats: 0 });
  expect(setBy(changed)).toEqual({ plan: 1, seats: 0 });
  expect(changed!.outside).toEqual([]);
});

test('a field that something else changed between two events is marked, and is credited to no event', () => {
  const [, second] = steps(
    write(null, { plan: 'free', seats: 1 }),
    write({ plan: 'free', seats: 7 }, { plan: 'pro', seats: 7 }),
  );
  expect(second!.outside).toEqual(['seats']);
  expect(setBy(second)).toEqual({ plan: 1 });
});

test('nothing is said of the time before the oldest write that is kept', () => {
  const [only] = steps(write({ plan: 'free', seats: 1 }, { plan: 'pro', seats: 1 }));
  expect(only!.outside).toEqual([]);
  expect(setBy(only)).toEqual({ plan: 0 });
});

test('in a file, which may lack deliveries, no difference is marked, and it is credited to no event', () => {
  const inFile = [
    write(null, { plan: 'free', seats: 1 }),
    write({ plan: 'free', seats: 7 }, { plan: 'pro', seats: 7 }),
  ];
  const [, second] = stepsOf(inFile.toReversed(), true);
  expect(second!.outside).toEqual([]);
  expect(setBy(second)).toEqual({ plan: 1 });
});

test('masked values that look the same are credited to the write that changed them', () => {
  const [, second] = steps(
    write(null, { name: '•••' }),
    write({ name: '•••' }, { name: '•••' }, { fields: ['name'] }),
  );
  expect(setBy(second)).toEqual({ name: 1 });
  expect(second!.outside).toEqual([]);
});

test('after a delete no field is left, and a row that comes back starts its history again', () => {
  const [, gone, back] = steps(
    write(null, { plan: 'free' }),
    write({ plan: 'free' }, null),
    write(null, { seats: 1 }),
  );
  expect(gone).toMatchObject({ after: { kind: 'none' } });
  expect(setBy(gone)).toEqual({});
  expect(setBy(back)).toEqual({ seats: 2 });
});

test('a side that is too large to keep does not count as a change by something else', () => {
  const [, second] = steps(
    write(null, { plan: 'free' }, { after: null, after_bytes: 70_000 }),
    write({ plan: 'x' }, { plan: 'pro' }),
  );
  expect(second!.outside).toEqual([]);
});

test('the row as it is now is compared with the newest write', () => {
  const last = steps(write(null, { plan: 'free', seats: 1 })).at(-1)!.after;
  const now = (fields: object) => parseJson(JSON.stringify(fields)) as JsonObject;
  expect(changedOutside(last, now({ _id: 'orders_1', plan: 'free', seats: 1 }))).toEqual([]);
  expect(changedOutside(last, now({ plan: 'free', seats: 2, note: 'x' }))).toMatchObject([
    { field: 'seats', before: { text: '1' }, after: { text: '2' } },
    { field: 'note', before: undefined, after: 'x' },
  ]);
});
