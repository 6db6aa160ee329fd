/** The cost of receiving an event, in documents, in addition to the work of the app's handler. */
import { makeFunctionReference } from 'convex/server';
import { expect, test } from 'vitest';
import { receiveDelivery } from '../../../webhooks/receive/receive.ts';
import { scriptedEvent } from '../../behaviours/scriptedApp.ts';
import { NOON } from '../../fixtures/data/clerkEvents.ts';
import type { Step } from '../record/functions/steps.ts';
import { call, increase, insert, remove } from '../record/scripts.ts';
import { startBackend } from '../scriptedApp/startDeployment.ts';

type Backend = ReturnType<typeof startBackend>;
const seeding = makeFunctionReference<'mutation', { steps: string }, string>('things:seed');

const other: Step = { do: 'increase', table: 'others', label: 'b' };
const rows: Step[] = [insert, { do: 'insert', table: 'others', label: 'b' }];

/** The documents that the same steps read and write outside of a webhook. */
async function alone(steps: Step[]) {
  const backend = startBackend();
  await backend.mutation(seeding, { steps: JSON.stringify(rows) });
  const cost = await backend.mutation(seeding, { steps: JSON.stringify(steps) });
  const { documentsRead, documentsWritten } = JSON.parse(cost) as Record<string, number>;
  return { read: documentsRead!, written: documentsWritten! };
}

let events = 0;

async function received(backend: Backend, steps: Step[], update = ++events) {
  const thing = { id: 'org_acme', updated_at: NOON + update };
  const body = JSON.stringify(scriptedEvent('organization.updated', thing, steps));
  return await backend.mutation(async (ctx) => {
    const delivery = { svix_id: `msg_${update}`, body, headers: [] };
    await receiveDelivery(ctx as never, delivery);
    const metrics = await ctx.meta.getTransactionMetrics();
    return { read: metrics.documentsRead.used, written: metrics.documentsWritten.used };
  });
}

const together = call('doRecorded', increase, call('doRecorded', other));

test.each<[string, Step[], { functions: number; documents: number }]>([
  ['that does nothing', [], { functions: 0, documents: 0 }],
  ['that inserts a document', [insert], { functions: 0, documents: 1 }],
  ['that updates a document', [increase], { functions: 0, documents: 1 }],
  ['that deletes a document', [remove], { functions: 0, documents: 1 }],
  ['that updates two documents', [increase, other], { functions: 0, documents: 2 }],
  ['that calls a function', [call('doRecorded', increase)], { functions: 1, documents: 1 }],
  ['that calls a function which calls another', [together], { functions: 2, documents: 2 }],
])('an event with a handler %s costs as little as was promised', async (_, steps, done) => {
  const { functions, documents } = done;
  const backend = startBackend();
  await backend.mutation(seeding, { steps: JSON.stringify(rows) });
  await received(backend, [increase]);
  const cost = await received(backend, steps);
  const itself = await alone(steps);
  expect(cost.read - itself.read).toBeLessThanOrEqual(7 + 3 * functions + 2 * documents);
  expect(cost.written - itself.written).toBeLessThanOrEqual(5 + 2 * functions + documents);
});

test('an event costs the same after a hundred others', async () => {
  const backend = startBackend();
  await backend.mutation(seeding, { steps: JSON.stringify(rows) });
  await received(backend, [together]);
  const early = await received(backend, [together]);
  for (let n = 0; n < 100; n++) await received(backend, [together]);
  expect(await received(backend, [together])).toEqual(early);
});
