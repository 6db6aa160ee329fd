/**
 * Random handlers: the record equals the difference of the database, and a rehearsal predicts it.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Effects } from '../../webhooks/record/effects.ts';
import type { HandlerRun } from '../../webhooks/record/handlerRun.ts';
import type { Dump, StartApp } from '../webhooks/record/app.ts';
import { arbitraryHandler, arbitraryRows } from '../webhooks/record/arbitraryHandler.ts';
import { differenceOf, foreseeable, recordedOf } from './difference.ts';

const TABLES = ['things', 'others'] as const;

/** A run without the values that differ each time. */
function foreseeableRun(run: HandlerRun, before: Dump): HandlerRun {
  return {
    ...run,
    effects: { ...run.effects, changes: foreseeable(run.effects.changes, before) },
  };
}

export function testRecordedProperties(startApp: StartApp, numRuns: number): void {
  const recordedOnly = arbitraryHandler('doRecorded', 'doCustomized');
  const any = arbitraryHandler('doRecorded', 'doUnrecorded');

  test('recorded writes equal the difference between the database before and after', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, recordedOnly, async (rows, steps) => {
        const app = await startApp();
        await app.seed(rows);
        const before = await app.dump();
        const { run } = await app.receive(steps);
        const after = await app.dump();
        if (run.kind === 'threw') {
          expect(after).toEqual(before);
          return;
        }
        expect(recordedOf(run.effects.changes)).toEqual(differenceOf(before, after));
        expect(run.effects).toMatchObject({ writes: run.effects.changes.length, unseen: 0 });
        expect(after.jobs - before.jobs).toBe(jobsOf(run.effects));
        expect(after).toMatchObject({ webhookRuns: [], webhookEffects: [] });
      }),
      { numRuns },
    );
  });

  test('writes that are not recorded are counted as unseen', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, any, async (rows, steps) => {
        const app = await startApp();
        await app.seed(rows);
        const before = await app.dump();
        const { run } = await app.receive(steps);
        const after = await app.dump();
        const difference = differenceOf(before, after);
        if (run.kind === 'threw') {
          expect(difference).toEqual(new Map());
          return;
        }
        const recorded = recordedOf(run.effects.changes);
        for (const [id, change] of recorded) {
          const found = TABLES.flatMap((table) => after[table]).find(({ _id }) => _id === id);
          expect(change.after).toEqual(found ?? null);
          expect(change.before).not.toEqual(change.after);
        }
        if (run.effects.unseen === 0) expect(recorded).toEqual(difference);
      }),
      { numRuns },
    );
  });

  test('a rehearsal predicts the run, and leaves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, any, async (rows, steps) => {
        const app = await startApp();
        await app.seed(rows);
        const before = await app.dump();
        const rehearsed = await app.rehearse(steps);
        expect(await app.dump()).toEqual(before);
        const { run } = await app.receive(steps);
        expect(foreseeableRun(rehearsed.run, before)).toEqual(foreseeableRun(run, before));
      }),
      { numRuns },
    );
  });
}

/** How many more functions are scheduled. */
function jobsOf({ scheduled }: Effects): number {
  return scheduled.reduce((sum, { cancelled }) => sum + (cancelled ? -1 : 1), 0);
}
