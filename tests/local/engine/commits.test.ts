/** Commits: their timestamps, and requests that are sent again. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { anyone, temporaryFolder, testEngine } from './testEngine.ts';

afterEach(() => vi.restoreAllMocks());

describe('a commit timestamp', () => {
  test('is later than all before it, and is found by an index', async () => {
    const engine = await testEngine('basic');
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        engine.engine.runMutation('messages:send', { channel: 'a', text: String(i) }, anyone),
      ),
    );
    const rows = (await engine.query('messages:since', { seq: sent[9]!.ts })) as {
      seq: bigint;
      text: string;
    }[];
    expect(rows.map(({ seq }) => seq)).toEqual(sent.slice(10).map(({ ts }) => ts));
    expect(rows.map(({ text }) => text)).toEqual(sent.slice(10).map((_, i) => String(i + 10)));
  });

  test('is unresolved within the mutation, and sorted after all others', async () => {
    const engine = await testEngine('basic');
    await engine.mutation('messages:send', { channel: 'a', text: 'before' });
    expect(await engine.mutation('messages:sendAndLook', { channel: 'a' })).toEqual({
      seq: '[unresolved commit timestamp]',
      newest: 'now',
    });
  });

  test('finds the documents of its own mutation, and is undone with a nested mutation', async () => {
    const engine = await testEngine('basic');
    await engine.mutation('messages:send', { channel: 'a', text: 'before' });
    expect(await engine.mutation('messages:findByCommitTs')).toEqual({
      before: '1',
      found: ['own, twice'],
    });
  });

  test('cannot be returned from the mutation before it is resolved', async () => {
    const engine = await testEngine('basic');
    await expect(engine.mutation('messages:returnSeq')).rejects.toThrow(
      'Value contains an unresolved commit timestamp',
    );
  });

  test("is passed to the engine's listeners", async () => {
    const { engine } = await testEngine('basic');
    const heard: bigint[] = [];
    engine.onCommit(({ ts }) => heard.push(ts));
    const { ts } = await engine.runMutation('messages:send', { channel: 'a', text: 'x' }, anyone);
    await engine.runMutation('messages:crash', { text: 'x' }, anyone);
    expect(heard).toEqual([ts]);
    expect(engine.lastTs).toBe(ts);
  });

  test('is later than the last one even when the clock stands still or goes back', async () => {
    const { engine } = await testEngine('basic');
    const clock = vi.spyOn(Date, 'now');
    const now = Date.now();
    const committed: bigint[] = [];
    for (const time of [now, now, now - 60_000]) {
      clock.mockReturnValue(time);
      const { ts } = await engine.runMutation('messages:send', { channel: 'a', text: 'x' }, anyone);
      committed.push(ts);
    }
    const [first, second, third] = committed as [bigint, bigint, bigint];
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
  });
});

describe('a mutation that is sent again', () => {
  test('runs once and gets the same answer', async () => {
    const engine = await testEngine('basic');
    const send = () =>
      engine.engine.runMutation('messages:send', { channel: 'a', text: 'x' }, anyone, 'session:1');
    const [first, second] = await Promise.all([send(), send()]);
    expect(second).toEqual(first);
    expect(await engine.query('messages:count')).toBe(1);
  });

  test('is recognised for a day', async () => {
    const data = temporaryFolder();
    const clock = vi.spyOn(Date, 'now');
    const start = Date.now();
    const hours = async (passed: number, key: string) => {
      clock.mockReturnValue(start + passed * 3_600_000);
      const engine = await testEngine('basic', { data });
      await engine.engine.runMutation('messages:send', { channel: 'a', text: 'x' }, anyone, key);
      const count = await engine.query('messages:count');
      await engine.close();
      return count;
    };
    expect(await hours(0, 'session:1')).toBe(1);
    expect(await hours(23, 'session:1')).toBe(1);
    expect(await hours(25, 'session:2')).toBe(2);
    expect(await hours(25, 'session:1')).toBe(3);
  });

  test('runs again when it had failed', async () => {
    const { engine } = await testEngine('basic');
    const send = () => engine.runMutation('messages:crash', { text: 'x' }, anyone, 'session:2');
    expect((await send()).result.success).toBe(false);
    expect((await send()).result.success).toBe(false);
  });
});
