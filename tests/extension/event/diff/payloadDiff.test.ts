import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { openPayloadDiff, type DiffView } from '../../../../extension/event/diff/payloadDiff.ts';

const everything: DiffView = { layout: 'side by side', noise: true, path: '' };

function diff(left: unknown, right: unknown, view: Partial<DiffView> = {}) {
  return diffText(JSON.stringify(left), JSON.stringify(right), view);
}

function diffText(left: string, right: string, view: Partial<DiffView> = {}) {
  const opened = openPayloadDiff(left, right);
  const count = opened.show({ ...everything, ...view });
  const lines = (rows: number) => opened.slice(0, rows).map(line);
  return { ...opened, count, lines: lines(count.rows), linesOf: lines };
}

type Row = ReturnType<ReturnType<typeof openPayloadDiff>['slice']>[number];

const line = ({ change, name, left, right, folded }: Row) =>
  change === 'fold' ? `… ${folded}` : `${change} ${name}: ${left} | ${right}`;

test('key order is never a difference', () => {
  const { count, lines } = diff({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 });
  expect(count).toEqual({ rows: 1, changes: 0, noise: 0, first: 0 });
  expect(lines).toEqual(['same null: { 2 fields } | { 2 fields }']);
});

test('both sides of added, removed and changed fields are listed, and unchanged fields are folded', () => {
  const left = { id: 'user_ada', object: 'user', first_name: 'Ada', username: 'ada' };
  const right = { id: 'user_ada', object: 'user', first_name: 'Augusta', locale: 'en' };
  expect(diff(left, right).lines).toEqual([
    'inside null: { 4 fields } | { 4 fields }',
    '… 2',
    'changed first_name: "Ada" | "Augusta"',
    'removed username: "ada" | null',
    'added locale: null | "en"',
  ]);
});

test('in the inline layout a change is a removed line and an added line', () => {
  expect(diff({ a: 1 }, { a: 2 }, { layout: 'inline' }).lines.slice(1)).toEqual([
    'removed a: 1 | null',
    'added a: null | 2',
  ]);
});

test('a fold opens to the fields that it hides', () => {
  const { setOpen, linesOf } = diff({ a: 1, b: 2, c: 3 }, { a: 1, b: 2, c: 4 });
  const { rows } = setOpen(1, true);
  expect(linesOf(rows)).toEqual([
    'inside null: { 3 fields } | { 3 fields }',
    'same a: 1 | 1',
    'same b: 2 | 2',
    'changed c: 3 | 4',
  ]);
});

test('array items are matched by id, so that one removed item is one difference', () => {
  const items = ['idn_1', 'idn_2', 'idn_3'].map((id) => ({
    id,
    email_address: `${id}@example.com`,
  }));
  const { count, lines } = diff({ list: items }, { list: items.slice(1) });
  expect(count.changes).toBe(1);
  expect(lines).toContain('removed 0: { 2 fields } | null');
});

test('a moved item is listed as moved, with what changed in it', () => {
  const a = { id: 'idn_1', reserved: false };
  const b = { id: 'idn_2', reserved: false };
  expect(diff([a, b], [{ ...b, reserved: true }, a]).lines).toEqual([
    'inside null: [ 2 items ] | [ 2 items ]',
    'moved 0: { 2 fields } | { 2 fields }',
    'same id: "idn_2" | "idn_2"',
    'changed reserved: false | true',
    'same 1: { 2 fields } | { 2 fields }',
  ]);
  expect(diff([a, b, 1], [b, a, 1], { path: '[0]' }).lines).toHaveLength(2);
});

test('times that change with every event are hidden on demand, and counted', () => {
  const left = { timestamp: 1, data: { updated_at: 1, last_active_at: 1, timestamp: 5 } };
  const right = { timestamp: 2, data: { updated_at: 2, last_active_at: 2, timestamp: 6 } };
  expect(diff(left, right).count).toMatchObject({ changes: 4, noise: 0 });
  const quiet = diff(left, right, { noise: false });
  expect(quiet.count).toMatchObject({ changes: 1, noise: 3 });
  expect(quiet.lines.at(-1)).toBe('changed timestamp: 5 | 6');
});

test('payloads that differ only in noise show no difference when noise is hidden', () => {
  const { count, lines } = diff(
    { timestamp: 1, data: { updated_at: 1 } },
    { timestamp: 2, data: { updated_at: 2 } },
    { noise: false },
  );
  expect(count).toMatchObject({ changes: 0, noise: 2 });
  expect(lines).toHaveLength(1);
});

test('the path search keeps the changes that match and the containers around them', () => {
  const left = { data: { email: 'a', name: { first: 'x', last: 'y' } } };
  const right = { data: { email: 'b', name: { first: 'X', last: 'y' } }, first: [] };
  expect(diff(left, right, { path: 'FIRST' }).lines).toEqual([
    'inside null: { 1 field } | { 2 fields }',
    'inside data: { 2 fields } | { 2 fields }',
    'inside name: { 2 fields } | { 2 fields }',
    'changed first: "x" | "X"',
    'added first: null | [ 0 items ]',
  ]);
  expect(diff(left, right, { path: 'last' }).lines).toEqual([]);
});

test.each([
  [[], null],
  [[], {}],
  [{}, null],
  [{ id: 1 }, []],
])('items of different kinds are not matched: %j and %j', (a, b) => {
  const { lines } = diff([true, a], [7, b, true]);
  expect(lines.filter((text) => /^removed \d/.test(text))).toHaveLength(1);
  expect(lines.filter((text) => /^added \d/.test(text))).toHaveLength(2);
});

test.each([
  ['1610521604143693812', '1610521604143693813'],
  ['1', '1.0'],
  ['1e2', '100'],
  ['1', '"1"'],
])('%s and %s differ, and are shown as they were received', (before, after) => {
  const { lines } = diffText(`{"n":${before}}`, `{"n":${after}}`);
  expect(lines.at(-1)).toBe(`changed n: ${before} | ${after}`);
});

test('a string that looks like the marker of an exact number is compared as a string', () => {
  const { lines } = diffText(String.raw`{"a":1}`, String.raw`{"a":"\u0000number 1"}`);
  expect(lines.at(-1)).toBe(String.raw`changed a: 1 | "\u0000number 1"`);
});

const people = (...names: string[]) => names.map((name) => ({ name, tags: [name] }));

test('an added first item without an id is one change', () => {
  const { count, lines } = diff(people('Ada', 'Ben', 'Cleo'), people('Zoe', 'Ada', 'Ben', 'Cleo'));
  expect(count.changes).toBe(1);
  expect(lines).toContain('added 0: null | { 2 fields }');
});

test('a changed item without an id is compared field by field, even after one was added before it', () => {
  const [ada, ben, cleo] = people('Ada', 'Ben', 'Cleo');
  const { count, lines } = diff(
    [ada, ben, cleo],
    [...people('Zoe'), ada, { ...ben, tags: [] }, cleo],
  );
  expect(count.changes).toBe(2);
  expect(lines).toContain('removed 0: "Ben" | null');
});

test('an item without an id that changes its place is moved', () => {
  const { count, lines } = diff(people('Ada', 'Ben', 'Cleo'), people('Cleo', 'Ada', 'Ben'));
  expect(count.changes).toBe(1);
  expect(lines).toContain('moved 0: { 2 fields } | { 2 fields }');
});

test('a path is copied as a JavaScript expression', () => {
  expect(diff({ data: [{ id: 1, x: 1 }] }, { data: [{ id: 1, x: 2 }] }).path(4)).toBe('data[0].x');
});

test('__proto__ and constructor are compared like any other key', () => {
  const { lines } = diffText('{"constructor":1}', '{"__proto__":{"admin":true},"constructor":1}');
  expect(lines).toContain('added __proto__: null | { 1 field }');
  expect(lines).toContain('added admin: null | true');
  expect(diffText('{"__proto__":1}', '{"__proto__":2}').count.changes).toBe(1);
});

test('long arrays without common ids are compared by position, in time', () => {
  const items = (of: string) => Array.from({ length: 20_000 }, (_, n) => ({ id: `${of}${n}`, n }));
  const { count } = diff(items('a'), items('b').slice(1));
  // Ids and numbers of 19,999 items differ, and one item is gone.
  expect(count.changes).toBe(2 * 19_999 + 1);
});

test('values that are nested too deeply to walk are compared as text', () => {
  const deep = (n: number) => '{"a":'.repeat(n) + '1' + '}'.repeat(n);
  expect(diffText(deep(1000), deep(1001)).count.changes).toBe(1);
  expect(diffText(deep(1000), deep(1000)).count.changes).toBe(0);
});

const json = fc.jsonValue({ maxDepth: 4 });
/** -0 is not JSON. */
const parsed = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('there is a change exactly when the values differ', () => {
  fc.assert(
    fc.property(json, json, (left, right) => {
      const equal = isDeepStrictEqual(parsed(left), parsed(right));
      expect(diff(left, right).count.changes === 0).toBe(equal);
      expect(diff(left, left).count.changes).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('swapping the sides swaps added and removed', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.integer()),
      fc.dictionary(fc.string(), fc.integer()),
      (left, right) => {
        const told = (lines: string[], change: string) =>
          lines.filter((text) => text.startsWith(`${change} `)).length;
        const there = diff(left, right).lines;
        const back = diff(right, left).lines;
        expect(told(there, 'added')).toBe(told(back, 'removed'));
        expect(told(there, 'changed')).toBe(told(back, 'changed'));
      },
    ),
  );
});
