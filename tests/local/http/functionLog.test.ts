import { expect, test } from 'vitest';
import type { Engine, Execution } from '../../../local/engine/contract.ts';
import { FunctionLog } from '../../../local/http/functionLog.ts';

function setup() {
  let emit!: (execution: Execution) => void;
  const engine = { onExecution: (listener: typeof emit) => ((emit = listener), () => {}) };
  const log = new FunctionLog(engine as unknown as Engine);
  const add = (path: string, more: Partial<Execution> = {}) =>
    emit({ path, type: 'Query', at: 1_000, duration: 2, logLines: [], ...more });
  const paths = (entries: object[]) =>
    entries.map((entry) => (entry as { identifier: string }).identifier);
  return { log, add, paths };
}

test('a first poll is answered at once, with what there is', async () => {
  const { log, add, paths } = setup();
  expect((await log.poll(0)).entries).toEqual([]);
  add('a');
  expect(paths((await log.poll(0)).entries)).toEqual(['a']);
});

test('executions of one millisecond are told once each', async () => {
  const { log, add, paths } = setup();
  add('a');
  add('b');
  const { newCursor } = await log.poll(0);
  add('c');
  const next = await log.poll(newCursor);
  expect(paths(next.entries)).toEqual(['c']);
});

test('a poll after a first one without executions misses nothing', async () => {
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
])('of executions that %s much only the newest 16 MiB are kept', async (_name, more) => {
  const { log, add, paths } = setup();
  for (let index = 0; index < 20; index += 1) add(`${index}`, more);
  expect(paths((await log.poll(0)).entries)).toEqual(['13', '14', '15', '16', '17', '18', '19']);
});

test('closing ends the polls that wait', async () => {
  const { log } = setup();
  const { newCursor } = await log.poll(0);
  const waiting = log.poll(newCursor);
  log.close();
  expect((await waiting).entries).toEqual([]);
});
