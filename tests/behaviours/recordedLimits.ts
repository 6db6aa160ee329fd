/** Handlers that do much: recorded up to the limits of a delivery, and never made to fail. */
import { expect, test } from 'vitest';
import { MAX_BYTES, MAX_DOCUMENTS, type Effects } from '../../webhooks/record/effects.ts';
import type { StartApp } from '../webhooks/record/app.ts';
import type { Step } from '../webhooks/record/functions/steps.ts';
import { call, callAndCatch, insert, inShort, on, patch } from '../webhooks/record/scripts.ts';

const KiB = 1024;

function sizeOf({ changes }: Effects): number {
  return changes.reduce(
    (sum, { before, after }) => sum + (before?.length ?? 0) + (after?.length ?? 0),
    0,
  );
}

export function testRecordedLimits(startApp: StartApp): void {
  test.each([
    ['the handler', (steps: Step[]) => steps],
    ['a recorded function', (steps: Step[]) => [call('doRecorded', ...steps)]],
    [
      'functions below functions',
      (steps: Step[]) => [call('doRecorded', call('doRecorded', ...steps))],
    ],
  ])('5,000 inserts by %s are counted, and 200 shown', async (_, by) => {
    const app = await startApp();
    const { run } = await app.receive(by([{ ...insert, times: 5000 } as Step]));
    const { writes, unseen, changes } = run.effects;
    expect({ kind: run.kind, writes, unseen }).toEqual({
      kind: 'finished',
      writes: 5000,
      unseen: 0,
    });
    expect(changes).toHaveLength(MAX_DOCUMENTS);
    expect((await app.dump()).things).toHaveLength(5000);
  });

  test('3,000 patches are counted, and 200 shown', async () => {
    const app = await startApp();
    await app.seed([{ ...insert, times: 3000 } as Step]);
    const { run } = await app.receive([{ do: 'patchAll', ...on, fields: { n: 5 } }]);
    expect(run.effects).toMatchObject({ writes: 3000, unseen: 0 });
    expect(run.effects.changes).toHaveLength(MAX_DOCUMENTS);
  });

  test('inserts beyond the shown ones that are deleted again do not count', async () => {
    const app = await startApp();
    const removals = Array.from({ length: 300 }, (): Step => ({ do: 'delete', ...on }));
    const { run } = await app.receive([{ ...insert, times: 300 } as Step, ...removals]);
    expect(run.effects).toEqual({ changes: [], writes: 0, unseen: 0, scheduled: [] });
  });

  test.each([
    ['the handler', (step: Step) => step],
    ['a recorded function', (step: Step) => call('doRecorded', step)],
  ])(
    'of a document over 64 KiB that %s changes, only size and fields are recorded',
    async (_, by) => {
      const app = await startApp();
      await app.seed([insert, { do: 'fill', ...on, size: 700 * KiB }]);
      const { run } = await app.receive([
        by({ do: 'fill', ...on, size: 701 * KiB }),
        by(patch({ n: 2 })),
      ]);
      const { _id } = (await app.dump()).things[0]!;
      const [change] = run.effects.changes;
      expect(change).toMatchObject({
        document: _id,
        kind: 'update',
        before: null,
        after: null,
        fields: ['n', 'value'],
      });
      expect(change!.before_bytes! / KiB).toBeCloseTo(700, 0);
      expect(change!.after_bytes! / KiB).toBeCloseTo(701, 0);
      expect(await app.history(_id)).toHaveLength(1);
    },
  );

  test('writing equal values to a document over 64 KiB is not a change', async () => {
    const app = await startApp();
    await app.seed([insert, { do: 'fill', ...on, size: 700 * KiB }]);
    const { run } = await app.receive([call('doRecorded', { do: 'fill', ...on, size: 700 * KiB })]);
    expect(run.effects).toEqual({ changes: [], writes: 0, unseen: 0, scheduled: [] });
  });

  test('documents of nearly 1 MiB can be written as without the recorder', async () => {
    const app = await startApp();
    const labels = Array.from(
      { length: 6 },
      (_, i) => ({ table: 'things', label: `${i}` }) as const,
    );
    const fill = (size: number) => labels.map((which): Step => ({ do: 'fill', ...which, size }));
    await app.seed(labels.map((which): Step => ({ do: 'insert', ...which })));
    const filled = await app.receive(fill(1000 * KiB));
    expect(filled.run).toMatchObject({ kind: 'finished', effects: { writes: 6, unseen: 0 } });
    const refilled = await app.receive([{ do: 'together', steps: fill(1001 * KiB).slice(0, 4) }]);
    expect(refilled.run).toMatchObject({ kind: 'finished', effects: { writes: 4, unseen: 0 } });
  });

  test('many documents that are large together are shown up to 256 KiB', async () => {
    const app = await startApp();
    const fields = { value: 'x'.repeat(10 * KiB) };
    const { run } = await app.receive([
      call('doRecorded', { do: 'insert', ...on, fields, times: 100 }),
    ]);
    expect(run.effects).toMatchObject({ writes: 100, unseen: 0 });
    expect(run.effects.changes).toHaveLength(100);
    expect(sizeOf(run.effects)).toBeLessThanOrEqual(MAX_BYTES);
    expect(sizeOf(run.effects)).toBeGreaterThan(MAX_BYTES - 30 * KiB);
    expect(run.effects.changes.at(-1)).toMatchObject({
      after: null,
      after_bytes: expect.any(Number),
    });
  });

  test('1,000 scheduled functions are all recorded', async () => {
    const app = await startApp();
    const { run } = await app.receive([{ do: 'schedule', label: 'x', after: 60_000, times: 1000 }]);
    expect(run.effects).toMatchObject({ writes: 0, unseen: 0 });
    expect(run.effects.scheduled).toHaveLength(1000);
  });

  const excess: Step = { do: 'schedule', label: 'x', after: 60_000, times: 1001 };

  test.each([
    ['the handler', [insert, excess]],
    ['a recorded function', [insert, call('doRecorded', excess)]],
  ])('a limit that %s exceeds makes the handler fail without a trace', async (_, steps) => {
    const app = await startApp();
    const { run } = await app.receive(steps);
    expect(run).toMatchObject({
      kind: 'threw',
      error_line: expect.stringMatching(/too many/i),
      exceeded: true,
    });
    const left = { things: [], jobs: 0, webhookRuns: [], webhookEffects: [] };
    expect(await app.dump()).toMatchObject(left);
  });

  test('a limit that a handler catches leaves what came before', async () => {
    const app = await startApp();
    const { run } = await app.receive([insert, callAndCatch('doUnrecorded', insert, excess)]);
    expect(inShort(run.effects)).toEqual(['insert things label n']);
    expect(run.effects.unseen).toBe(0);
  });
}
