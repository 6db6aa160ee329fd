import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import {
  openPayloadDiff,
  type DiffView,
} from '../../../../extension/inspector/diff/payloadDiff.ts';

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
  expect(count).toEqual({ rows: 1, changes: 0, noise: 0 });
  expect(lines).toEqual(['same null: { 2 fields } | { 2 fields }']);
});

test('added, removed and changed fields stand beside each other, unchanged ones are folded', () => {
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

test('inline, a change is what was removed and what was added', () => {
  expect(diff({ a: 1 }, { a: 2 }, { layout: 'inline' }).lines.slice(1)).toEqual([
    'removed a: 1 | null',
    'added a: null | 2',
  ]);
});

test('a fold opens to what it stands for', () => {
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

test('a moved item is told as moved, and what changed in it is found', () => {
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

test('times that every event moves are hidden on demand, and counted', () => {
  const left = { timestamp: 1, data: { updated_at: 1, last_active_at: 1, timestamp: 5 } };
  const right = { timestamp: 2, data: { updated_at: 2, last_active_at: 2, timestamp: 6 } };
  expect(diff(left, right).count).toMatchObject({ changes: 4, noise: 0 });
  const quiet = diff(left, right, { noise: false });
  expect(quiet.count).toMatchObject({ changes: 1, noise: 3 });
  expect(quiet.lines.at(-1)).toBe('changed timestamp: 5 | 6');
});

test('payloads that differ in noise alone have nothing to show without it', () => {
  const { count, lines } = diff(
    { timestamp: 1, data: { updated_at: 1 } },
    { timestamp: 2, data: { updated_at: 2 } },
    { noise: false },
  );
  expect(count).toMatchObject({ changes: 0, noise: 2 });
  expect(lines).toHaveLength(1);
});

test('the path search keeps the changes it finds and what they lie in', () => {
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
])('items of unlike kinds are not taken for one: %j and %j', (a, b) => {
  const { lines } = diff([true, a], [7, b, true]);
  expect(lines.filter((text) => /^removed \d/.test(text))).toHaveLength(1);
  expect(lines.filter((text) => /^added \d/.test(text))).toHaveLength(2);
});

test('a path is copied as JavaScript reaches it', () => {
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

test('what is nested too deeply to walk is compared as text', () => {
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

test('added and removed change places when the sides do', () => {
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
