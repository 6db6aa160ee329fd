import type { Value } from 'convex/values';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder, testEngine, type TestEngine } from '../testEngine.ts';

async function marks(engine: TestEngine): Promise<Value> {
  return ((await engine.query('jobs:marks')) as string[]).filter((name) => name !== 'cron');
}

async function stateOf(engine: TestEngine, id: Value): Promise<string> {
  const job = (await engine.query('jobs:job', { id })) as { state: { kind: string } };
  return job.state.kind;
}

async function schedule(engine: TestEngine, name: string, delay: number, to = 'mark') {
  return engine.mutation('jobs:schedule', { function: to, name, delay });
}

describe('a scheduled function', () => {
  test.each(['mark', 'markByAction'])('runs once when its time has come: %s', async (to) => {
    const engine = await testEngine('scheduled');
    const id = await schedule(engine, 'a', 30, to);
    await vi.waitFor(async () => expect(await stateOf(engine, id)).toBe('success'), 60_000);
    expect(await marks(engine)).toEqual(['a']);
  });

  test('is a document that functions can read while it waits', async () => {
    const engine = await testEngine('scheduled');
    const id = await schedule(engine, 'a', 3_600_000);
    expect(await engine.query('jobs:job', { id })).toMatchObject({
      name: 'jobs.js:mark',
      args: [{ name: 'a' }],
      state: { kind: 'pending' },
    });
    expect(await marks(engine)).toEqual([]);
  });

  test('runs in the order of the scheduled times', async () => {
    const engine = await testEngine('scheduled');
    await engine.mutation('jobs:scheduleAll', { delays: { later: 60, sooner: 20, now: 0 } });
    await vi.waitFor(
      async () => expect(await marks(engine)).toEqual(['now', 'sooner', 'later']),
      60_000,
    );
  });

  test('gets its arguments unchanged, whatever their type', async () => {
    const engine = await testEngine('scheduled');
    const value = { int64: -5n, bytes: new Uint8Array([1, 2]).buffer, float: -0, list: [null, 2n] };
    const id = await engine.mutation('jobs:scheduleValue', { value });
    expect(await engine.query('jobs:job', { id })).toMatchObject({ args: [{ value }] });
    await vi.waitFor(
      async () => expect(await engine.query('jobs:markedValue')).toEqual(value),
      60_000,
    );
  });

  test('that fails leaves only its error', async () => {
    const engine = await testEngine('scheduled');
    const id = await schedule(engine, 'a', 0, 'fail');
    await vi.waitFor(async () => expect(await stateOf(engine, id)).toBe('failed'), 60_000);
    expect(await marks(engine)).toEqual([]);
    expect(await engine.query('jobs:job', { id })).toMatchObject({
      state: { error: expect.stringContaining('asked to fail') },
    });
  });

  test('does not run when the mutation that scheduled it fails, or when it is canceled', async () => {
    const engine = await testEngine('scheduled');
    await expect(engine.mutation('jobs:scheduleAndFail', { name: 'a' })).rejects.toThrow();
    const id = await schedule(engine, 'b', 3_600_000);
    await engine.mutation('jobs:cancel', { id });
    await schedule(engine, 'c', 0);
    await vi.waitFor(async () => expect(await marks(engine)).toEqual(['c']), 60_000);
    expect(await stateOf(engine, id)).toBe('canceled');
  });

  test('is deleted a week after its end, even after restarts', async () => {
    const data = temporaryFolder();
    const week = 7 * 24 * 60 * 60 * 1000;
    const first = await testEngine('scheduled', { data });
    const ended = await schedule(first, 'a', 0);
    await vi.waitFor(async () => expect(await stateOf(first, ended)).toBe('success'), 60_000);
    const waiting = await schedule(first, 'b', 2 * week);
    await first.close();

    const start = Date.now();
    const clock = vi.spyOn(Date, 'now');
    onTestFinished(() => clock.mockRestore());
    for (const [later, isThere] of [
      [week - 60_000, true],
      [week + 60_000, false],
    ] as const) {
      clock.mockReturnValue(start + later);
      const engine = await testEngine('scheduled', { data });
      // When this job has run, the scheduler has deleted old ones.
      const last = await schedule(engine, 'c', 0);
      await vi.waitFor(async () => expect(await stateOf(engine, last)).toBe('success'), 60_000);
      expect((await engine.query('jobs:job', { id: ended })) !== null).toBe(isThere);
      expect(await stateOf(engine, waiting)).toBe('pending');
      await engine.close();
    }
  });

  test.each([
    ['future', 1],
    ['past', -1],
  ])('cannot be more than five years in the %s', async (when, sign) => {
    const engine = await testEngine('scheduled');
    const delay = sign * 6 * 365 * 24 * 60 * 60 * 1000;
    const at = engine.mutation('jobs:scheduleAt', { time: Date.now() + delay });
    await expect(at).rejects.toThrow(`is more than 5 years in the ${when}`);
  });

  test('that does not exist cannot be scheduled', async () => {
    const engine = await testEngine('scheduled');
    await expect(engine.mutation('jobs:scheduleNothing')).rejects.toThrow(
      'Attempted to schedule function, but no exported function none found in the file: jobs.js.',
    );
  });
});

describe('after a restart', () => {
  test('jobs that were due run once, and those that had run do not run again', async () => {
    const data = temporaryFolder();
    const first = await testEngine('scheduled', { data });
    await schedule(first, 'done', 0);
    await vi.waitFor(async () => expect(await marks(first)).toEqual(['done']), 60_000);
    await schedule(first, 'due', 100);
    await first.close();
    await new Promise((resolve) => setTimeout(resolve, 120));
    const second = await testEngine('scheduled', { data });
    await vi.waitFor(async () => expect(await marks(second)).toEqual(['done', 'due']), 60_000);
    await second.close();
    const third = await testEngine('scheduled', { data });
    expect(await marks(third)).toEqual(['done', 'due']);
  });

  test('an action that had not ended counts as failed and is not run again', async () => {
    const data = temporaryFolder();
    const first = await testEngine('scheduled', { data });
    const id = await schedule(first, 'begun', 0, 'markAndHang');
    await vi.waitFor(async () => expect(await marks(first)).toEqual(['begun']), 60_000);
    expect(await stateOf(first, id)).toBe('inProgress');
    await first.close();
    const second = await testEngine('scheduled', { data });
    expect(await second.query('jobs:job', { id })).toMatchObject({
      state: {
        kind: 'failed',
        error: 'The deployment stopped while the action ran. Actions are not run again.',
      },
    });
    await schedule(second, 'after', 0);
    await vi.waitFor(async () => expect(await marks(second)).toEqual(['begun', 'after']), 60_000);
  });

  test('an action that waited for others to end runs, since it had not begun', async () => {
    const data = temporaryFolder();
    const names = Array.from({ length: 65 }, (_, index) => String(index).padStart(2, '0'));
    const first = await testEngine('scheduled', { data });
    for (const name of names) await schedule(first, name, 0, 'markAndHang');
    await vi.waitFor(async () => expect(await marks(first)).toHaveLength(64), 60_000);
    await first.close();
    const second = await testEngine('scheduled', { data });
    await vi.waitFor(
      async () => expect(((await marks(second)) as string[]).toSorted()).toEqual(names),
      60_000,
    );
  });

  test('a cron job keeps its time: an interval that has just run does not run again', async () => {
    const data = temporaryFolder();
    const first = await testEngine('scheduled', { data });
    await vi.waitFor(async () => expect(await first.query('jobs:marks')).toEqual(['cron']), 60_000);
    await first.close();
    const second = await testEngine('scheduled', { data });
    await schedule(second, 'after', 0);
    await vi.waitFor(
      async () => expect(await second.query('jobs:marks')).toEqual(['cron', 'after']),
      60_000,
    );
  });

  test('a cron job that was due in the meantime runs once, and then again when it is due', async () => {
    const data = temporaryFolder();
    const start = Date.now();
    const clock = vi.spyOn(Date, 'now');
    onTestFinished(() => clock.mockRestore());
    const expectRuns = async (engine: TestEngine, minutes: number, runs: number) => {
      clock.mockReturnValue(start + minutes * 60_000);
      await schedule(engine, `at ${minutes}`, 0);
      await vi.waitFor(async () => {
        const all = (await engine.query('jobs:marks')) as string[];
        expect(all).toContain(`at ${minutes}`);
        expect(all.filter((name) => name === 'cron')).toHaveLength(runs);
      }, 60_000);
    };
    const first = await testEngine('scheduled', { data });
    await expectRuns(first, 1, 1);
    await first.close();
    clock.mockReturnValue(start + 200 * 60_000);
    const second = await testEngine('scheduled', { data });
    await expectRuns(second, 201, 2);
    await expectRuns(second, 259, 2);
    await expectRuns(second, 262, 3);
  });

  test('timestamps are later than before, and ids and creation times are still in order', async () => {
    const data = temporaryFolder();
    const first = await testEngine('basic', { data });
    await first.mutation('messages:send', { channel: 'a', text: '1' });
    const { lastTs } = first.engine;
    await first.close();
    const second = await testEngine('basic', { data });
    expect(second.engine.lastTs).toBe(lastTs);
    await second.mutation('messages:send', { channel: 'a', text: '2' });
    expect(second.engine.lastTs).toBeGreaterThan(lastTs);
    const rows = (await second.query('messages:list', { channel: 'a' })) as { text: string }[];
    expect(rows.map(({ text }) => text)).toEqual(['1', '2']);
  });

  test('a mutation that is sent again is not run again', async () => {
    const data = temporaryFolder();
    const caller = { admin: false, identity: null };
    const args = { channel: 'a', text: 'x' };
    const first = await testEngine('basic', { data });
    const run = await first.engine.runMutation('messages:send', args, caller, 'session:7');
    await first.close();
    const second = await testEngine('basic', { data });
    expect(await second.engine.runMutation('messages:send', args, caller, 'session:7')).toEqual(
      run,
    );
    expect(await second.query('messages:count')).toBe(1);
  });

  test('environment variables are still set', async () => {
    const data = temporaryFolder();
    const first = await testEngine('basic', { data });
    await first.engine.environment.update([{ name: 'GREETING', value: 'hello' }]);
    await first.close();
    const second = await testEngine('basic', { data });
    expect(second.engine.environment.get('GREETING')).toBe('hello');
  });
});
