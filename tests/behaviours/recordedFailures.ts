/** A handler that fails or misbehaves is recorded, and leaves nothing. */
import { describe, expect, test } from 'vitest';
import type { HandlerRun } from '../../webhooks/record/handlerRun.ts';
import type { App, StartApp } from '../webhooks/record/app.ts';
import type { Step } from '../webhooks/record/functions/steps.ts';
import {
  call,
  callAndCatch,
  increase,
  insert,
  inShort,
  patch,
  remove,
} from '../webhooks/record/scripts.ts';

type Threw = Extract<HandlerRun, { kind: 'threw' }>;

/** Receives an event whose handler throws, and checks that it left no trace. */
async function failure(app: App, steps: Step[], type?: string): Promise<Threw> {
  const before = await app.dump();
  const { run } = await app.receive(steps, type);
  expect(run).toMatchObject({ kind: 'threw' });
  expect(await app.dump()).toEqual(before);
  return run as Threw;
}

export function testRecordedFailures(startApp: StartApp): void {
  test.each([
    ['error', 'boom'],
    ['refusal', 'ConvexError: {"code":"refused"}'],
    ['object', '{"code":7}'],
    ['nothing', 'undefined'],
    ['bare', '{}'],
  ] as const)('a handler that throws %s leaves only the text of the error', async (what, line) => {
    const app = await startApp();
    const { error, error_line } = await failure(app, [insert, { do: 'throw', what }]);
    expect(error_line).toBe(line);
    expect(error).toContain(line);
  });

  test.each(['bare', 'object', 'nothing'] as const)(
    'a called function that throws %s fails the handler, unless it is caught',
    async (what) => {
      const app = await startApp();
      const throwing: Step = { do: 'throw', what };
      await failure(app, [insert, call('doRecorded', throwing)]);
      const { run } = await app.receive([insert, callAndCatch('doRecorded', insert, throwing)]);
      expect(run).toMatchObject({ kind: 'finished', effects: { writes: 1, unseen: 0 } });
    },
  );

  test('the error of a called function is shown without Convex’s prefixes', async () => {
    const app = await startApp();
    const throwing = call('doUnrecorded', { do: 'throw', what: 'error' });
    const { error_line } = await failure(app, [call('doRecorded', insert, throwing)]);
    expect(error_line).toBe('boom');
  });

  test('the writes of a handler before it threw are shown, and undone', async () => {
    const app = await startApp();
    await app.seed([insert]);
    const { effects } = await failure(app, [
      increase,
      call('doRecorded', { do: 'insert', table: 'others', label: 'b' }),
      { do: 'schedule', label: 'x' },
      call('doUnrecorded', increase),
      call('doRecorded', remove, { do: 'throw', what: 'error' }),
    ]);
    expect(inShort(effects)).toEqual(['update things n', 'insert others label']);
    expect(effects).toMatchObject({
      writes: 2,
      unseen: 1,
      scheduled: [{ function: 'things:later' }],
    });
  });

  test('a document that the schema refuses fails the handler, in the words of Convex', async () => {
    const app = await startApp();
    const { error } = await failure(app, [insert, patch({ n: 'no number' })]);
    expect(error).toMatch(/validator error|does not match the schema/i);
  });

  test('a handler that calls itself fails, and says so', async () => {
    const app = await startApp();
    const { error_line } = await failure(app, [], 'itself');
    expect(error_line).toBe('A webhook handler cannot receive or re-dispatch an event itself.');
  });

  test('a failed event does not affect the next event', async () => {
    const app = await startApp();
    await failure(app, [insert, { do: 'throw', what: 'bare' }]);
    const { run } = await app.receive([insert]);
    expect(inShort(run.effects)).toEqual(['insert things label n']);
  });

  test('the writes of a function whose result is refused stay and are recorded', async () => {
    const app = await startApp();
    const lying: Step = { do: 'call', function: 'things:doAndLie', steps: [insert], catches: true };
    const { run } = await app.receive([lying]);
    const { things } = await app.dump();
    expect(run.effects.changes.map(({ document }) => document)).toEqual(
      things.map(({ _id }) => _id),
    );
    expect(run.effects.unseen).toBe(0);
  });

  describe('what a handler returns', () => {
    test('may be nonsense', async () => {
      const app = await startApp();
      const { run } = await app.receive([insert], 'nonsense');
      expect(run).toMatchObject({ kind: 'finished', ignored: false });
    });

    test("may be 'ignored'", async () => {
      const app = await startApp();
      const { run } = await app.receive([], 'ignored');
      expect(run).toEqual({
        kind: 'finished',
        ignored: true,
        effects: { changes: [], writes: 0, unseen: 0, scheduled: [] },
      });
    });
  });

  describe('a rehearsal', () => {
    test('predicts the run, and keeps nothing', async () => {
      const app = await startApp();
      await app.seed([insert]);
      const before = await app.dump();
      const steps = [
        increase,
        call('doRecorded', { do: 'schedule', label: 'x', after: 60_000 }),
        call('doUnrecorded', increase),
      ];
      const rehearsed = await app.rehearse(steps);
      expect(await app.dump()).toEqual(before);
      const { run } = await app.receive(steps);
      const atAnyTime = { ...run.effects.scheduled[0], at: expect.any(Number) };
      expect(rehearsed.run).toEqual({
        ...run,
        effects: { ...run.effects, scheduled: [atAnyTime] },
      });
      expect(inShort(run.effects)).toEqual(['update things n']);
    });

    test('of a handler that throws shows the error', async () => {
      const app = await startApp();
      const { run } = await app.rehearse([insert, { do: 'throw', what: 'error' }]);
      expect(run).toMatchObject({ kind: 'threw', error_line: 'boom', effects: { writes: 1 } });
      expect((await app.dump()).things).toEqual([]);
    });
  });
}
