/** A handler reads and writes the same with the recorder as without it. */
import { expect, test } from 'vitest';
import type { App, StartApp } from '../webhooks/record/app.ts';
import type { Step } from '../webhooks/record/functions/steps.ts';
import { call, increase, insert, on, patch } from '../webhooks/record/scripts.ts';

const notAwaited: Step = { do: 'withoutAwait', steps: [patch({ n: 5 })] };

export function testRecordedOrder(startApp: StartApp): void {
  test.each<[string, Step[]]>([
    ['reads after a write that it does not await', [notAwaited, increase]],
    [
      'goes through a table at the same time as it inserts',
      [{ do: 'together', steps: [insert, { do: 'patchAll', ...on, fields: { n: 7 } }] }],
    ],
    [
      'reads at the same time as it writes',
      [{ do: 'together', steps: [patch({ n: 5 }), increase] }],
    ],
    ['changes the object that it inserts', [{ do: 'insertReused', ...on, times: 3 }]],
  ])('a handler that %s writes the same as without the recorder', async (_, steps) => {
    const numbersAfter = async (run: (app: App) => Promise<unknown>) => {
      const app = await startApp();
      await app.seed([insert]);
      await run(app);
      return (await app.dump()).things.map(({ n }) => n);
    };
    const plain = await numbersAfter(async (app) => await app.seed(steps));
    expect(await numbersAfter(async (app) => await app.receive(steps))).toEqual(plain);
    const called = [call('doRecorded', ...steps)];
    expect(await numbersAfter(async (app) => await app.receive(called))).toEqual(plain);
  });
}
