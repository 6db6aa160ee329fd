/** Scheduled functions as documents: their states, and reading and cancelling them. */
import type { Value } from 'convex/values';
import { describe, expect, test, vi } from 'vitest';
import type { Execution } from '../../../local/engine/contract/contract.ts';
import { diskOf } from './disk.ts';
import { temporaryFolder, testEngine, type TestEngine } from './testEngine.ts';

async function marks(engine: TestEngine): Promise<string[]> {
  return ((await engine.query('jobs:marks')) as string[]).filter((name) => name !== 'cron');
}

function job(engine: TestEngine, id: Value): Promise<Value> {
  return engine.query('jobs:job', { id });
}

async function stateOf(engine: TestEngine, id: Value): Promise<string> {
  return ((await job(engine, id)) as { state: { kind: string } }).state.kind;
}

function nested(levels: number): Value {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

describe('a scheduled mutation', () => {
  test('sees itself in progress while it runs', async () => {
    const engine = await testEngine('scheduled');
    const id = await engine.mutation('states:scheduleOwnState');
    await vi.waitFor(async () => expect(await marks(engine)).toEqual(['inProgress']), 60_000);
    expect(await stateOf(engine, id)).toBe('success');
  });

  test.each([
    ['3 MiB of arguments', 'x'.repeat(3 * 1024 * 1024)],
    ['arguments 60 levels deep', nested(60)],
  ])('may have %s', async (_name, value) => {
    const engine = await testEngine('scheduled');
    const id = await engine.mutation('states:scheduleEcho', { value });
    await vi.waitFor(async () => expect(await stateOf(engine, id)).toBe('success'), 60_000);
    expect(await job(engine, id)).toMatchObject({ args: [{ value }] });
  });

  test('is refused when an argument is nested too deep', async () => {
    const engine = await testEngine('scheduled');
    await expect(engine.mutation('states:scheduleDeep', { levels: 70 })).rejects.toThrow(
      'Value is too nested',
    );
  });

  test('that failed since the disk was full runs as soon as there is space', async () => {
    const engine = await testEngine('scheduled', { data: temporaryFolder() });
    const failed = vi.fn();
    engine.engine.onExecution(({ path, error }: Execution) => {
      if (path === 'states:markBig' && error?.includes('is full')) failed();
    });
    const disk = await diskOf(engine);
    const id = await engine.mutation('states:scheduleBig', { name: 'late', delay: 200 });
    disk.fillUpTo(40);
    await vi.waitFor(() => expect(failed).toHaveBeenCalled(), 60_000);
    expect(await stateOf(engine, id)).toBe('pending');
    disk.free();
    await vi.waitFor(async () => expect(await stateOf(engine, id)).toBe('success'), 60_000);
    expect(await marks(engine)).toEqual(['late']);
  });
});

describe('canceling', () => {
  test('is refused for an id of another table, whose document is not changed', async () => {
    const engine = await testEngine('scheduled');
    const id = await engine.mutation('states:insertMark', { name: 'kept' });
    await expect(engine.mutation('states:cancelAnything', { id })).rejects.toThrow(
      "Invalid scheduled function ID. The ID must be an ID on the '_scheduled_functions' table.",
    );
    expect(await marks(engine)).toEqual(['kept']);
  });

  test('is refused for text that is not an id', async () => {
    const engine = await testEngine('scheduled');
    await expect(engine.mutation('states:cancelAnything', { id: 'no-id' })).rejects.toThrow(
      'Invalid scheduled function ID',
    );
  });

  test('lets a running action finish, but cancels what the action schedules afterwards', async () => {
    const engine = await testEngine('scheduled');
    const id = await engine.mutation('states:startWaiting');
    await vi.waitFor(async () => expect(await stateOf(engine, id)).toBe('inProgress'), 60_000);
    await engine.mutation('jobs:cancel', { id });
    await engine.mutation('states:insertMark', { name: 'continue' });
    await vi.waitFor(async () => expect(await marks(engine)).toContain('done'), 60_000);
    // Once this job has run, the scheduler has had its turn.
    const last = await engine.mutation('jobs:schedule', {
      function: 'mark',
      name: 'last',
      delay: 0,
    });
    await vi.waitFor(async () => expect(await stateOf(engine, last)).toBe('success'), 60_000);
    expect(await marks(engine)).toEqual(['continue', 'done', 'last']);
    expect(await engine.query('states:all')).toEqual([
      'states.js:waitAndSchedule canceled',
      'jobs.js:mark canceled',
      'jobs.js:mark canceled',
      'jobs.js:mark success',
    ]);
  });
});

test('runs of crons are not among the scheduled functions', async () => {
  const engine = await testEngine('scheduled');
  await vi.waitFor(async () => expect(await engine.query('jobs:marks')).toEqual(['cron']), 60_000);
  expect(await engine.query('states:all')).toEqual([]);
});
