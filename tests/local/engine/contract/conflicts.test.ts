/** Commits that fail on purpose, and the mutations that run again because of them. */
import { describe, expect, test, vi } from 'vitest';
import type { Execution } from '../../../../local/engine/contract/contract.ts';
import { anyone, testEngine, type TestEngine } from '../testEngine.ts';

const ALWAYS = { rate: 1 };

/** The error of each run of this function, in order, or null if it succeeded. */
function runsOf(engine: TestEngine, path: string): (string | null)[] {
  const runs: (string | null)[] = [];
  engine.engine.onExecution((execution: Execution) => {
    if (execution.path === path) runs.push(execution.error ?? null);
  });
  return runs;
}

async function send(engine: TestEngine, messages: number): Promise<void> {
  for (let i = 0; i < messages; i++) {
    await engine.mutation('messages:send', { channel: 'a', text: String(i) });
  }
}

describe('a mutation whose commit meets a conflict', () => {
  test('runs again from the start, and its writes are kept once', async () => {
    const engine = await testEngine('basic', { conflicts: { rate: 0.3, seed: 1 } });
    const runs = runsOf(engine, 'messages:send');
    await send(engine, 30);
    const texts = (await engine.query('messages:list', { channel: 'a' })) as { text: string }[];
    expect(texts.map(({ text }) => text)).toEqual(Array.from({ length: 30 }, (_, i) => String(i)));
    expect(runs.filter((error) => error === null)).toHaveLength(30);
    expect(runs.length).toBeGreaterThan(30);
  });

  test("fails after 4 more tries with Convex's message, and leaves nothing", async () => {
    const engine = await testEngine('basic', { conflicts: ALWAYS });
    const runs = runsOf(engine, 'messages:send');
    await expect(send(engine, 1)).rejects.toThrow(
      'Documents read from or written to the "messages" table changed while this mutation was ' +
        'being run and on every subsequent retry. See https://docs.convex.dev/error#1',
    );
    expect(runs).toHaveLength(5);
    expect(await engine.query('messages:count')).toBe(0);
  });

  test('is not announced as a commit, and its request may be sent again', async () => {
    const { engine } = await testEngine('basic', { conflicts: ALWAYS });
    const committed = vi.fn();
    engine.onCommit(committed);
    const request = () =>
      engine.runMutation('messages:send', { channel: 'a', text: 'x' }, anyone, 'session:1');
    expect((await request()).result.success).toBe(false);
    expect((await request()).result.success).toBe(false);
    expect(committed).not.toHaveBeenCalled();
  });

  test('throws from ctx.runMutation of an action, which runs once', async () => {
    const engine = await testEngine('basic', { conflicts: ALWAYS });
    const runs = runsOf(engine, 'messages:sendByAction');
    await expect(
      engine.action('messages:sendByAction', { channel: 'a', text: 'x' }),
    ).rejects.toThrow('changed while this mutation was being run');
    expect(runs).toHaveLength(1);
  });

  test('runs again until it succeeds when it was scheduled', async () => {
    const engine = await testEngine('scheduled', { conflicts: { rate: 0.9, seed: 3 } });
    const runs = runsOf(engine, 'jobs:mark');
    await vi.waitFor(
      () => engine.mutation('jobs:schedule', { function: 'mark', name: 'a', delay: 0 }),
      60_000,
    );
    const marked = async () =>
      ((await engine.query('jobs:marks')) as string[]).filter((name) => name === 'a');
    await vi.waitFor(async () => expect(await marked()).toEqual(['a']), 60_000);
    expect(runs.length).toBeGreaterThan(5);
  });
});

test('a scheduled mutation that meets a conflict each time does not keep the engine from closing', async () => {
  const engine = await testEngine('scheduled', { conflicts: ALWAYS });
  const runs = runsOf(engine, 'jobs:mark');
  // The cron job of this folder is due at the start.
  await vi.waitFor(() => expect(runs.length).toBeGreaterThan(1), 60_000);
  await engine.close();
});

test('a mutation that writes nothing meets no conflict', async () => {
  const engine = await testEngine('basic', { conflicts: ALWAYS });
  expect(await engine.mutation('messages:countByMutation')).toBe(0);
});

test('the same seed makes the same commits fail', async () => {
  const endings = async () => {
    const engine = await testEngine('basic', { conflicts: { rate: 0.5, seed: 7 } });
    const runs = runsOf(engine, 'messages:send');
    await send(engine, 10).catch(() => undefined);
    return runs.map((error) => error !== null);
  };
  expect(await endings()).toEqual(await endings());
});

test.each([-0.1, 1.1, Number.NaN])('%d is refused as a rate of conflicts', async (rate) => {
  await expect(testEngine('basic', { conflicts: { rate } })).rejects.toThrow(
    'The rate of conflicts must be from 0 to 1',
  );
});
