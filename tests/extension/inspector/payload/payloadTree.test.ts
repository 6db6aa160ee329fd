import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  openPayloadTree,
  type PayloadTree,
} from '../../../../extension/inspector/payload/payloadTree.ts';

const event = {
  type: 'user.updated',
  data: { id: 'user_ada', email_addresses: [{ id: 'idn_1', email_address: 'ada@example.com' }] },
};
const open = (value: unknown) => openPayloadTree(JSON.stringify(value));
const all = (tree: PayloadTree) => tree.slice(0, tree.count());
const names = (tree: PayloadTree) => all(tree).map((row) => row.name);

test('a small payload is opened whole, in document order', () => {
  const tree = open(event);
  expect(names(tree)).toEqual([
    null,
    'type',
    'data',
    'id',
    'email_addresses',
    0,
    'id',
    'email_address',
  ]);
  expect(all(tree).map((row) => row.depth)).toEqual([0, 1, 1, 2, 2, 3, 4, 4]);
});

test('a row has what a screen reader needs: its place among its siblings, and its parent', () => {
  const rows = all(open(event));
  expect(rows[2]).toMatchObject({ name: 'data', position: 2, siblings: 2, parent: 0, open: true });
  expect(rows[3]).toMatchObject({ name: 'id', position: 1, siblings: 2, parent: 2, open: null });
});

test('closing a row hides the rows below it, and opening it shows them as they were', () => {
  const tree = open(event);
  const before = names(tree);
  expect(tree.setOpen(2, false)).toBe(3);
  expect(names(tree)).toEqual([null, 'type', 'data']);
  tree.setOpen(2, true);
  expect(names(tree)).toEqual(before);
  tree.setOpen(2, true);
  expect(names(tree)).toEqual(before);
});

test('a large payload opens its outermost levels only', () => {
  const tree = open({ users: Array.from({ length: 1000 }, (_, n) => ({ n })), type: 'x' });
  expect(names(tree)).toEqual([null, 'users', 'type']);
  expect(tree.expandAll()).toBe(2003);
  expect(tree.collapseAll()).toBe(3);
});

test('find searches keys and scalars in closed rows too, and reveal opens the rows above a match', () => {
  const tree = open(event);
  tree.collapseAll();
  expect(tree.find('EMAIL_ADDRESS')).toBe(2);
  const { index } = tree.reveal(1);
  expect(tree.path(index)).toBe('data.email_addresses[0].email_address');
  expect(tree.find('ada@')).toBe(1);
  expect(tree.find('nobody')).toBe(0);
  expect(tree.find('')).toBe(0);
});

test('find stops at a thousand matches', () => {
  expect(open(Array.from({ length: 5000 }, () => 'ada')).find('ada')).toBe(1000);
});

test.each([
  [{ 'odd key': [1, { x: 2 }] }, 4, '["odd key"][1].x'],
  [{ $ok_1: 1 }, 1, '$ok_1'],
  [[['a']], 2, '[0][0]'],
])('a path is the JavaScript expression that reaches the value: %j', (value, index, path) => {
  expect(open(value).path(index)).toBe(path);
});

test.each(['1610521604143693812', '1.0', '1e2', '-0'])(
  'the number %s is shown, found and copied as it was received',
  (number) => {
    const tree = openPayloadTree(`{"n":${number},"list":[${number}]}`);
    expect(tree.slice(1, 2)[0]).toMatchObject({ kind: 'number', preview: number });
    expect(tree.text(1)).toBe(number);
    expect(tree.text(2)).toBe(`[\n  ${number}\n]`);
    expect(tree.find(number)).toBe(2);
  },
);

test('a string is copied unquoted, anything else as JSON', () => {
  const tree = open({ name: 'Ada "the" first', ids: [1] });
  expect(tree.text(1)).toBe('Ada "the" first');
  expect(tree.text(2)).toBe('[\n  1\n]');
});

test('a long string is cut in the list and copied whole', () => {
  const tree = open({ bio: 'x'.repeat(5_000_000) });
  expect(tree.slice(1, 2)[0]!.preview).toBe(`"${'x'.repeat(300)}… 5,000,000 characters"`);
  expect(tree.text(1)).toHaveLength(5_000_000);
});

test('__proto__ and constructor are keys like any other', () => {
  const tree = openPayloadTree('{"__proto__":{"admin":true},"constructor":1}');
  expect(names(tree)).toEqual([null, '__proto__', 'admin', 'constructor']);
  expect(tree.path(2)).toBe('__proto__.admin');
});

test('100,000 levels can be opened, and only copying the whole value is refused', () => {
  const tree = openPayloadTree('['.repeat(100_000) + ']'.repeat(100_000));
  expect(tree.expandAll()).toBe(100_000);
  expect(tree.slice(99_999, 100_000)[0]).toMatchObject({ depth: 99_999, preview: '[ 0 items ]' });
  expect(() => tree.text(0)).toThrow('Copy the raw payload');
});

test('text that is not JSON cannot be opened', () => {
  expect(() => openPayloadTree('•••')).toThrow(SyntaxError);
});

/** Independent of the tree: the number of scalars and containers in a value. */
function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, item) => sum + countValues(item), 1);
}

test('opened whole, there is a row for each value, whatever the JSON', () => {
  fc.assert(
    fc.property(fc.json(), (body) => {
      const tree = openPayloadTree(body);
      expect(tree.expandAll()).toBe(countValues(JSON.parse(body)));
    }),
  );
});

test('every row comes after its parent, one level deeper, and has its own place', () => {
  fc.assert(
    fc.property(fc.json(), (body) => {
      const rows = all(openPayloadTree(body));
      for (const { parent, depth, position, siblings } of rows) {
        if (parent !== null) expect(depth).toBe(rows[parent]!.depth + 1);
        expect(position).toBeLessThanOrEqual(siblings);
      }
    }),
  );
});
