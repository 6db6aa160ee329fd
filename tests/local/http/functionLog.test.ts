import { expect, test } from 'vitest';
import type { Engine, Execution } from '../../../local/engine/contract/contract.ts';
import { FunctionLog } from '../../../local/http/functionLog.ts';

const database = { documentsRead: 3, bytesRead: 700, documentsWritten: 0, bytesWritten: 0 };

function setup() {
  let emit!: (execution: Execution) => void;
  const engine = { onExecution: (listener: typeof emit) => ((emit = listener), () => {}) };
  const log = new FunctionLog(engine as unknown as Engine);
  const add = (path: string, more: Partial<Execution> = {}) =>
    emit({ path, type: 'Query', at: 1_000, duration: 2, logLines: [], database, ...more });
  const paths = (entries: object[]) =>
    entries.map((entry) => (entry as { identifier: string }).identifier);
  return { log, add, paths };
}

test('a first poll is answered at once, with the executions so far', async () => {
  const { log, add, paths } = setup();
  expect((await log.poll(0)).entries).toEqual([]);
  add('a');
  expect(paths((await log.poll(0)).entries)).toEqual(['a']);
});

test('executions of one millisecond are returned once each', async () => {
  const { log, add, paths } = setup();
  add('a');
  add('b');
  const { newCursor } = await log.poll(0);
  add('c');
  const next = await log.poll(newCursor);
  expect(paths(next.entries)).toEqual(['c']);
});

test('a poll after a first poll without executions misses nothing', async () => {
  const { log, add, paths } = setup();
  const { newCursor } = await log.poll(0);
  const waiting = log.poll(newCursor);
  add('a');
  expect(paths((await waiting).entries)).toEqual(['a']);
});

test('the newest thousand executions are kept', async () => {
  const { log, add, paths } = setup();
  for (let index = 0; index < 5_000; index += 1) add(`${index}`);
  const kept = paths((await log.poll(0)).entries);
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([1_000, '4000', '4999']);
});

test.each([
  ['print', { logLines: ['x'.repeat(2 ** 20), 'x'.repeat(2 ** 20)] }],
  ['fail with', { error: 'x'.repeat(2 ** 21) }],
])('of executions that %s much text only the newest 16 MiB are kept', async (_name, more) => {
  const { log, add, paths } = setup();
  for (let index = 0; index < 20; index += 1) add(`${index}`, more);
  expect(paths((await log.poll(0)).entries)).toEqual(['13', '14', '15', '16', '17', '18', '19']);
});

test('closing the log ends waiting polls', async () => {
  const { log } = setup();
  const { newCursor } = await log.poll(0);
  const waiting = log.poll(newCursor);
  log.close();
  expect((await waiting).entries).toEqual([]);
});

test('control characters in names and errors are visible in the log', async () => {
  const { log, add } = setup();
  add('users:\u001b[2J', { logLines: ["[LOG] '\u001b[31m'"], error: 'line 1\nline\u202e 2\u0007' });
  expect((await log.poll(0)).entries).toMatchObject([
    {
      identifier: 'users:\\u001b[2J',
      logLines: ["[LOG] '\\u001b[31m'"],
      error: 'line 1\nline\\u202e 2\\u0007',
    },
  ]);
});

test("an execution has what it read and wrote, in Convex's fields", async () => {
  const { log, add } = setup();
  add('a');
  expect((await log.poll(0)).entries).toMatchObject([
    {
      usageStats: {
        databaseReadDocuments: 3,
        databaseReadBytes: 700,
        databaseWriteDocuments: 0,
        databaseWriteBytes: 0,
      },
    },
  ]);
});
