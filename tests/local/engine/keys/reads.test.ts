/** Commits that invalidate queries, and pages while documents are added and removed. */
import type { Value } from 'convex/values';
import { describe, expect, test } from 'vitest';
import type { Commit, Execution } from '../../../../local/engine/contract/contract.ts';
import { anyone, testEngine, type TestEngine } from '../testEngine.ts';

type Page = { page: { text: string }[]; isDone: boolean; continueCursor: string };

async function commitOf({ engine }: TestEngine, write: () => Promise<unknown>): Promise<Commit> {
  const commits: Commit[] = [];
  const stop = engine.onCommit((commit) => commits.push(commit));
  await write();
  stop();
  expect(commits).toHaveLength(1);
  return commits[0]!;
}

describe('a commit invalidates', () => {
  test('the reader of the range that it writes into, and of no other range of the index', async () => {
    const test = await testEngine('basic');
    const a = await test.engine.runQuery('messages:list', { channel: 'a' }, anyone);
    const b = await test.engine.runQuery('messages:list', { channel: 'b' }, anyone);
    const commit = await commitOf(test, () =>
      test.mutation('messages:send', { channel: 'a', text: 'x' }),
    );
    expect(commit.invalidates(a.reads)).toBe(true);
    expect(commit.invalidates(b.reads)).toBe(false);
  });

  test('the reader of a document by its id, even of a deleted one', async () => {
    const test = await testEngine('basic');
    const id = (await test.mutation('messages:send', { channel: 'a', text: 'x' })) as string;
    const other = (await test.mutation('messages:send', { channel: 'a', text: 'y' })) as string;
    const read = await test.engine.runQuery('messages:get', { id }, anyone);
    const readOther = await test.engine.runQuery('messages:get', { id: other }, anyone);
    const commit = await commitOf(test, () => test.mutation('messages:remove', { id }));
    expect(commit.invalidates(read.reads)).toBe(true);
    expect(commit.invalidates(readOther.reads)).toBe(false);
  });

  test('the readers of the range that a document leaves and of the one that it enters', async () => {
    const test = await testEngine('basic');
    const id = await test.mutation('messages:send', { channel: 'a', text: 'x' });
    const runs = await Promise.all(
      ['a', 'b', 'c'].map((channel) => test.engine.runQuery('messages:list', { channel }, anyone)),
    );
    const commit = await commitOf(test, () => test.mutation('messages:move', { id, channel: 'b' }));
    expect(runs.map(({ reads }) => commit.invalidates(reads))).toEqual([true, true, false]);
  });

  test('a query with a limit only when it has read that far', async () => {
    const test = await testEngine('basic');
    for (const text of ['1', '2', '3'])
      await test.mutation('messages:send', { channel: 'a', text });
    const newest = await test.engine.runQuery('messages:newest', { count: 1 }, anyone);
    const oldest = await test.engine.runQuery('messages:oldest', { count: 1 }, anyone);
    const commit = await commitOf(test, () =>
      test.mutation('messages:send', { channel: 'a', text: '4' }),
    );
    expect(commit.invalidates(newest.reads)).toBe(true);
    expect(commit.invalidates(oldest.reads)).toBe(false);
  });

  test('a query of a table that did not exist', async () => {
    const test = await testEngine('guards');
    const run = await test.engine.runQuery('guards:list', {}, anyone);
    const commit = await commitOf(test, () => test.mutation('guards:insert', { value: 1 }));
    expect(commit.invalidates(run.reads)).toBe(true);
  });

  test('nothing if the mutation failed', async () => {
    const test = await testEngine('basic');
    const commits: Commit[] = [];
    test.engine.onCommit((commit) => commits.push(commit));
    await expect(test.mutation('messages:crash', { text: 'x' })).rejects.toThrow('x');
    expect(commits).toEqual([]);
  });
});

describe('pages', () => {
  async function page(
    { engine }: TestEngine,
    cursor: string | null,
    journal: string | null = null,
    numItems = 2,
  ) {
    const args = { channel: 'a', paginationOpts: { numItems, cursor } };
    const run = await engine.runQuery('messages:page', args, anyone, journal);
    if (!run.result.success) throw new Error(run.result.errorMessage);
    const { page: rows, ...rest } = run.result.value as unknown as Page;
    return { texts: rows.map(({ text }) => text), ...rest, journal: run.journal };
  }

  async function seeded() {
    const test = await testEngine('basic');
    for (const text of ['1', '2', '3', '4', '5']) {
      await test.mutation('messages:send', { channel: 'a', text });
    }
    return test;
  }

  test('follow one another without a gap', async () => {
    const test = await seeded();
    const first = await page(test, null);
    const second = await page(test, first.continueCursor);
    const third = await page(test, second.continueCursor);
    expect([first, second, third].map(({ texts, isDone }) => ({ texts, isDone }))).toEqual([
      { texts: ['1', '2'], isDone: false },
      { texts: ['3', '4'], isDone: false },
      { texts: ['5'], isDone: true },
    ]);
  });

  test('keep their borders when they are read again with their journal', async () => {
    const test = await seeded();
    const first = await page(test, null);
    const second = await page(test, first.continueCursor);
    const [one] = (await test.query('messages:list', { channel: 'a' })) as { _id: string }[];
    await test.mutation('messages:remove', { id: one!._id });
    const again = await page(test, null, first.journal);
    const next = await page(test, again.continueCursor, second.journal);
    expect(again.texts).toEqual(['2']);
    expect(next.texts).toEqual(['3', '4']);
    expect(again.journal).toBe(first.journal);
  });

  test('grow at the end of the table when documents are added', async () => {
    const test = await seeded();
    const all = await page(test, null, null, 10);
    await test.mutation('messages:send', { channel: 'a', text: '6' });
    const again = await page(test, null, all.journal, 10);
    expect(again.texts).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(again.isDone).toBe(true);
  });

  test('refuse the cursor of another query', async () => {
    const test = await seeded();
    const { continueCursor } = await page(test, null);
    const args = { channel: 'b', paginationOpts: { numItems: 2, cursor: continueCursor } };
    await expect(test.query('messages:page', args as Record<string, Value>)).rejects.toThrow(
      'InvalidCursor',
    );
    await expect(page(test, 'nonsense')).rejects.toThrow('InvalidCursor');
  });

  test('can be read only once in a function', async () => {
    const test = await seeded();
    await expect(test.query('messages:twoPages')).rejects.toThrow('ran multiple paginated queries');
  });
});

test('an execution says how many documents and bytes the function read and wrote', async () => {
  const test = await testEngine('basic');
  const executions: Execution[] = [];
  test.engine.onExecution((execution) => executions.push(execution));
  await test.mutation('messages:send', { channel: 'a', text: 'x' });
  await test.mutation('messages:send', { channel: 'a', text: 'y' });
  await test.query('messages:list', { channel: 'a' });
  const [sent, , listed] = executions.map(({ database }) => database);
  expect(sent).toMatchObject({ documentsRead: 0, bytesRead: 0, documentsWritten: 1 });
  expect(listed).toEqual({
    documentsRead: 2,
    bytesRead: 2 * sent!.bytesWritten,
    documentsWritten: 0,
    bytesWritten: 0,
  });
});
