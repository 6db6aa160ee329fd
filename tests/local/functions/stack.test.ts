import { expect, test } from 'vitest';
import { parseFrame } from '../../../local/functions/stack.ts';

test.each([
  ['    at list (file:///data/users.mjs:3:14)', 'list'],
  ['    at async list (file:///data/users.mjs:3:14)', 'async list'],
  ['    at Object.<anonymous> (/data/users.mjs:3:14)', 'Object.<anonymous>'],
  ['    at file:///data/users.mjs:3:14', '<anonymous>'],
  ['    at async file:///data/users.mjs:3:14', 'async <anonymous>'],
])('%s is a frame', (line, name) => {
  expect(parseFrame(line)).toEqual({ name, file: '/data/users.mjs', line: 3, column: 14 });
});

test.each([
  'Error: at list (file:///data/users.mjs:3:14)',
  '    at node:internal/process/task_queues:95:5',
  '    at list (<anonymous>)',
  '    at list (file:///data/users.mjs)',
  '    at list',
  '    at )',
])('%s is not a frame of a file', (line) => {
  expect(parseFrame(line)).toBeNull();
});

test('a long message that looks like stack frames is read without delay', () => {
  const message = `    at ${'( (file:///:1'.repeat(100_000)}`;
  const begun = performance.now();
  expect(parseFrame(message)).toBeNull();
  expect(parseFrame(`    at ${'a ('.repeat(1_600)}`)).toBeNull();
  expect(performance.now() - begun).toBeLessThan(1_000);
});
