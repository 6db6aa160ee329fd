/** Users of whom there is more to look for than Convex lets an array hold, which is 8,192 items. */
import { expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import type { Doc } from '../../../convex/_generated/dataModel.js';
import { all, deliver, startBackend, type Backend } from '../../fixtures/deployments/backend.ts';
import { userCreated, userUpdated, withEmail } from '../../fixtures/data/clerkEvents.ts';
import { ADA, GRACE } from './forgetting.ts';

const DOCUMENTS_EACH = 200;

/** Stores deliveries about Ada as if each had written 200 documents: `note_0` and so on. */
async function addDeliveries(backend: Backend, deliveries: number) {
  const [like] = await all(backend, 'webhookAudit');
  const { _id, _creationTime, ...row } = like!;
  for (let n = 0; n < deliveries; n++) {
    await backend.run(async (ctx) => {
      const seq = ctx.db.vars.commitTs;
      const names = { svix_id: `seeded_${n}`, event_id: `seeded_${n}` };
      const audit_id = await ctx.db.insert('webhookAudit', { ...row, ...names, seq });
      const write = { audit_id, seq, table: 'notes', kind: 'insert' as const, fields: [] };
      for (let i = 0; i < DOCUMENTS_EACH; i++) {
        const document = `note_${n * DOCUMENTS_EACH + i}`;
        await ctx.db.insert('webhookWrites', { ...write, document });
      }
    });
  }
}

/** Delivers Grace's events, whose metadata names these. Returns which of them are kept. */
async function mention(backend: Backend, names: string[]) {
  for (const about of names) {
    await deliver(backend, userUpdated({ ...GRACE, private_metadata: { about } }));
  }
  return async () =>
    (await all(backend, 'webhookPayloads')).map(
      ({ body }) => JSON.parse(body).data.private_metadata.about,
    );
}

/** Forgets Ada. Returns the erasure after each step. */
async function forgetByStep(backend: Backend): Promise<Doc<'webhookErasures'>[]> {
  await backend.mutation(internal.webhookAdmin.forgetUser, { clerk_id: ADA });
  const steps: Doc<'webhookErasures'>[] = [];
  do {
    vi.advanceTimersToNextTimer();
    await backend.finishInProgressScheduledFunctions();
    steps.push(...(await all(backend, 'webhookErasures')));
  } while (steps.at(-1)!.state === 'running');
  return steps;
}

function mostMarks(steps: Doc<'webhookErasures'>[]): number {
  return Math.max(...steps.map(({ marks }) => marks.length));
}

test('of all documents that a user’s deliveries wrote, each round of an erasure looks for some', async () => {
  const backend = startBackend();
  await deliver(backend, userCreated());
  await addDeliveries(backend, 10);
  const kept = await mention(backend, ['note_0', 'note_1999', 'note_2000']);
  const steps = await forgetByStep(backend);
  expect(mostMarks(steps)).toBeLessThan(1000);
  expect(steps.at(-1)).toMatchObject({ state: 'done', marks: [] });
  expect(await kept()).toEqual(['note_2000']);
  expect(await all(backend, 'webhookWrites')).toEqual([]);
});

test('a user with more addresses than an array may hold is forgotten', async () => {
  const backend = startBackend();
  const addressesOf = (n: number) =>
    Array.from({ length: 400 }, (_, i) => withEmail(`ada.${n}.${i}@example.com`)).flatMap(
      ({ email_addresses }) => email_addresses,
    );
  for (let n = 0; n < 21; n++) {
    await deliver(backend, userUpdated({ email_addresses: addressesOf(n) }));
  }
  const near = 'ada.20.400@example.com';
  const kept = await mention(backend, ['ada.0.0@example.com', 'ada.20.399@example.com', near]);
  const steps = await forgetByStep(backend);
  expect(mostMarks(steps)).toBeLessThan(1000);
  expect(await kept()).toEqual([near]);
});

test('an erasure that is requested again while it looks for some documents finds these and the rest', async () => {
  const backend = startBackend();
  await deliver(backend, userCreated());
  await addDeliveries(backend, 6);
  const kept = await mention(backend, ['note_0', 'note_1199', 'note_1200']);
  await backend.mutation(internal.webhookAdmin.forgetUser, { clerk_id: ADA });
  while ((await all(backend, 'webhookErasures'))[0]!.phase === 'own deliveries') {
    vi.advanceTimersToNextTimer();
    await backend.finishInProgressScheduledFunctions();
  }
  await forgetByStep(backend);
  expect(await kept()).toEqual(['note_1200']);
});
