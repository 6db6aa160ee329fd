/** The cost of recording, in documents, on top of the handler's own. */
import { expect, test } from 'vitest';
import type { App, Cost, StartApp } from '../webhooks/record/app.ts';
import type { Step } from '../webhooks/record/functions/steps.ts';
import { call, increase, insert, remove } from '../webhooks/record/scripts.ts';

const other: Step = { do: 'increase', table: 'others', label: 'b' };

function minus(a: Cost, b: Cost): Cost {
  return {
    documentsRead: a.documentsRead - b.documentsRead,
    documentsWritten: a.documentsWritten - b.documentsWritten,
    databaseQueries: a.databaseQueries - b.databaseQueries,
  };
}

export function testRecordedCost(startApp: StartApp): void {
  async function startSeeded(): Promise<App> {
    const app = await startApp();
    await app.seed([insert, { do: 'insert', table: 'others', label: 'b' }]);
    return app;
  }

  /** Compared with an event that does nothing, and with the same steps outside of a webhook. */
  async function costOf(app: App, steps: Step[]) {
    const { cost } = await app.receive(steps);
    const idle = await app.receive([]);
    // Does the same again, on rows that were not deleted.
    const alone = await (await startSeeded()).seed(steps);
    return minus(minus(cost, idle.cost), alone);
  }

  test('an event that does nothing costs one document read and two written', async () => {
    const app = await startSeeded();
    const { cost } = await app.receive([]);
    // The third is the audit row.
    expect(cost).toMatchObject({ documentsRead: 1, documentsWritten: 3 });
  });

  test.each<[string, Step[], { read: number; written: number }]>([
    ['a document inserted', [insert], { read: 1, written: 1 }],
    ['a document updated', [increase], { read: 2, written: 1 }],
    ['a document updated twice', [increase, increase], { read: 2, written: 1 }],
    ['a document deleted', [remove], { read: 1, written: 1 }],
    ['two documents updated', [increase, other], { read: 4, written: 2 }],
    ['a recorded function', [call('doRecorded', increase)], { read: 5, written: 3 }],
    ['a recorded function that writes nothing', [call('doRecorded')], { read: 1, written: 0 }],
    [
      'recorded functions below each other',
      [call('doRecorded', increase, call('doRecorded', other))],
      { read: 10, written: 6 },
    ],
    ['an unrecorded function', [call('doUnrecorded', increase)], { read: 0, written: 0 }],
  ])(
    '%s costs at most 2 documents read and 1 written, a function 3 and 2',
    async (_, steps, { read, written }) => {
      const cost = await costOf(await startSeeded(), steps);
      expect(cost).toMatchObject({ documentsRead: read, documentsWritten: written });
    },
  );

  test('the cost does not depend on earlier deliveries', async () => {
    const app = await startSeeded();
    const first = await app.receive([call('doRecorded', increase)]);
    for (let i = 0; i < 20; i++) await app.receive([call('doRecorded', increase)]);
    const last = await app.receive([call('doRecorded', increase)]);
    expect(last.cost).toEqual(first.cost);
  });

  test('outside of a webhook a recorded function costs at most one empty point read', async () => {
    const app = await startSeeded();
    const plain = await app.seed([call('doUnrecorded', increase)]);
    const recorded = await app.seed([call('doRecorded', increase)]);
    const { databaseQueries, ...documents } = minus(recorded, plain);
    expect(documents).toEqual({ documentsRead: 0, documentsWritten: 0 });
    // Convex counts reads of one range once, convex-test each of them.
    expect(databaseQueries).toBeLessThanOrEqual(1);
  });
}
