import { expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import type { ManyPreviews } from '../../../webhooks/shared/preview.ts';
import {
  addOperator,
  all,
  deliver,
  startBackend,
  startBackendWith,
  type Backend,
} from '../../fixtures/deployments/backend.ts';
import { clerkEvent, NOON, userUpdated } from '../../fixtures/data/clerkEvents.ts';

const selection = { where: { event_type: 'user.updated' }, since: 0 };

let operators = 0;

/** All parts of a preview with force, each of at most `most` events. */
async function previewAll(backend: Backend, most: number): Promise<ManyPreviews[]> {
  // Each preview is made by a different operator, since each test operator needs its own name.
  const { accessKey } = await addOperator(backend, 'redispatcher', `operator ${++operators}`);
  const parts: ManyPreviews[] = [];
  let next: string | null = null;
  do {
    const request = { accessKey, selection, force: true, next, most };
    const part: ManyPreviews = await backend.mutation(api.webhookAudit.previewMany, request);
    parts.push(part);
    next = part.next;
  } while (next !== null);
  return parts;
}

async function withChanges(...ids: string[]) {
  const backend = startBackend();
  for (const [n, id] of ids.entries()) {
    await deliver(backend, userUpdated({ id, updated_at: NOON + n, first_name: `Name ${n}` }));
  }
  return backend;
}

const idsIn = (parts: ManyPreviews[]) =>
  parts.map(({ events }) => events.map(({ clerk_user_id }) => clerk_user_id));

test('a part of a preview has all events of its subjects, in the order in which they came', async () => {
  const backend = await withChanges('user_1', 'user_2', 'user_1', 'user_2', 'user_3');
  expect(idsIn(await previewAll(backend, 100))).toEqual([
    ['user_1', 'user_2', 'user_1', 'user_2', 'user_3'],
  ]);
  expect(idsIn(await previewAll(backend, 3))).toEqual([
    ['user_1', 'user_1'],
    ['user_2', 'user_2', 'user_3'],
  ]);
});

test('a subject with more events than a part can hold is cut', async () => {
  const backend = await withChanges('user_1', 'user_1', 'user_1', 'user_2');
  expect(idsIn(await previewAll(backend, 2))).toEqual([
    ['user_1', 'user_1'],
    ['user_1', 'user_2'],
  ]);
});

/** Adds copies of the only delivery, each an event of its own with a payload of its own. */
async function copyDelivery(backend: Backend, times: number) {
  const [row] = await all(backend, 'webhookAudit');
  const { _id, _creationTime, ...fields } = row!;
  for (let n = 0; n < times; n++) {
    await backend.run(async (ctx) => {
      const svix_id = `copy_${n}`;
      const copy = { ...fields, svix_id, event_id: svix_id, seq: ctx.db.vars.commitTs };
      const audit_id = await ctx.db.insert('webhookAudit', copy);
      const body = JSON.stringify(userUpdated({ id: 'user_1', first_name: `Name ${n}` }));
      await ctx.db.insert('webhookPayloads', { audit_id, body, headers: [], scheduled: [] });
    });
  }
}

test('a selection of more than 200 events is listed first, and rehearsed part by part', async () => {
  const backend = await withChanges('user_1');
  await copyDelivery(backend, 200);
  const parts = await previewAll(backend, 100);
  expect(parts.map(({ events }) => events.length)).toEqual([0, 100, 100, 1]);
  expect(parts.every(({ total, more }) => total === 201 && !more)).toBe(true);
});

test('a preview of more than 1,000 events ends after the first 1,000, and says that there are more', async () => {
  const backend = await withChanges('user_1');
  await copyDelivery(backend, 1_000);
  const { accessKey } = await addOperator(backend, 'redispatcher', `operator ${++operators}`);
  const first = await backend.mutation(api.webhookAudit.previewMany, {
    accessKey,
    selection,
    force: true,
    next: null,
    most: 100,
  });
  expect(first).toMatchObject({ total: 1_000, more: true });
});

test('an event that the handler ignores is counted as ignored', async () => {
  const backend = startBackend();
  await deliver(backend, { ...clerkEvent('user.updated', {}), timestamp: NOON });
  expect(await previewAll(backend, 100)).toMatchObject([{ counts: { ignored: 1 }, next: null }]);
});

test('a preview counts how many of the events that would be applied failed when they came', async () => {
  let isDown = true;
  const backend = startBackendWith(async () => {
    if (isDown) throw new Error('The CRM is down');
  });
  for (const id of ['user_1', 'user_2']) await deliver(backend, userUpdated({ id }));
  expect(await previewAll(backend, 100)).toMatchObject([
    {
      counts: { failed: 2 },
      failed_before: 0,
      events: [{ error: expect.stringContaining('The CRM is down') }, { outcome: 'failed' }],
    },
  ]);
  isDown = false;
  expect(await previewAll(backend, 100)).toMatchObject([
    { counts: { applied: 2 }, failed_before: 2 },
  ]);
  expect(await all(backend, 'users')).toEqual([]);
  expect(await all(backend, 'webhookSubjects')).toEqual([]);
});

test('a preview leaves out an event whose payload was erased', async () => {
  const backend = await withChanges('user_1', 'user_2', 'user_3');
  const [first, , last] = await all(backend, 'webhookAudit');
  await backend.run(async (ctx) => {
    for (const payload of await ctx.db.query('webhookPayloads').collect()) {
      const isErased = payload.audit_id === first!._id || payload.audit_id === last!._id;
      if (isErased) await ctx.db.delete('webhookPayloads', payload._id);
    }
  });
  expect(idsIn(await previewAll(backend, 100))).toEqual([['user_2']]);
  expect(idsIn(await previewAll(backend, 1))).toEqual([[], ['user_2'], []]);
});
