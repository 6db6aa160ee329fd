/** One delivery, and the histories of a user and of a document. */
import { beforeEach, describe, expect, test } from 'vitest';
import { api, internal } from '../../convex/_generated/api.js';
import { changeOf, refusalOf } from '../behaviours/deployment.ts';
import {
  all,
  deliver,
  startOperatedBackend,
  type Backend,
} from '../fixtures/deployments/backend.ts';
import { NOON, userCreated, userDeleted, userUpdated } from '../fixtures/data/clerkEvents.ts';
import { change, deliverChanges } from './changes.ts';

let backend: Backend;
let accessKey: string;
beforeEach(async () => {
  ({ backend, accessKey } = await startOperatedBackend());
});

describe('get', () => {
  test('returns everything about one delivery', async () => {
    const created = await deliver(backend, userCreated());
    const { id } = await deliver(backend, change(1), { svix_id: 'msg_1' });
    const retry = await deliver(backend, change(1), { svix_id: 'msg_1' });
    await deliver(backend, change(2));
    const delivery = await backend.query(api.webhookAudit.get, { accessKey, id: id! });
    expect(delivery).toMatchObject({
      row: { _id: id, attempt: 1, outcome: 'applied' },
      body: JSON.stringify(change(1)),
      writes: [{ table: 'users', kind: 'update', fields: ['last_name'] }],
      scheduled: [],
      attempted: [],
      error: null,
      previous: { id: created.id, body: JSON.stringify(userCreated()) },
    });
    expect(changeOf(delivery)).toMatchObject({
      before: { last_name: 'Lovelace', email: 'ada@example.com' },
      after: { last_name: 'King 1', email: 'ada@example.com' },
    });
    expect(await backend.query(api.webhookAudit.event, { accessKey, id: id! })).toMatchObject({
      rows: [
        { _id: retry.id, attempt: 2 },
        { _id: id, attempt: 1 },
      ],
      state: { state: 'never failed' },
    });
    const duplicate = await backend.query(api.webhookAudit.get, { accessKey, id: retry.id! });
    expect(duplicate).toMatchObject({ body: delivery.body, writes: [] });
    expect(delivery.headers).toContainEqual({ name: 'user-agent', value: 'Svix-Webhooks/1.74' });
    expect(delivery.headers).toContainEqual({ name: 'svix-signature', value: '(not kept)' });
  });

  test('shows for a duplicate, which has no payload, the payload that it repeats', async () => {
    await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const { id } = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    expect(await all(backend, 'webhookPayloads')).toHaveLength(1);
    const duplicate = await backend.query(api.webhookAudit.get, { accessKey, id: id! });
    expect(duplicate.body).toBe(JSON.stringify(userCreated()));
  });

  test('compares a delivery after a duplicate with the row that the duplicate repeats', async () => {
    const created = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    for (let n = 0; n < 2; n++) await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const { id } = await deliver(backend, change(1), { svix_id: 'msg_2' });
    expect(await backend.query(api.webhookAudit.get, { accessKey, id: id! })).toMatchObject({
      row: { previous: created.id, payload_changed: ['last_name', 'updated_at'] },
      previous: { id: created.id, body: JSON.stringify(userCreated()) },
    });
  });

  test('an event has its newest 50 rows', async () => {
    for (let n = 0; n < 55; n++) await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const [first] = await all(backend, 'webhookAudit');
    const { rows } = await backend.query(api.webhookAudit.event, { accessKey, id: first!._id });
    expect(rows.map(({ attempt }) => attempt)).toEqual(
      Array.from({ length: 50 }, (_, n) => 55 - n),
    );
  });

  test('says that a delivery is no longer kept', async () => {
    const { id } = await deliver(backend, userCreated());
    await backend.run(async (ctx) => await ctx.db.delete('webhookAudit', id!));
    expect(await refusalOf(backend.query(api.webhookAudit.get, { accessKey, id: id! }))).toEqual({
      code: 'not_found',
      message: 'This delivery is no longer kept: retention deleted it.',
    });
  });

  test('returns the row of a delivery whose payload was erased', async () => {
    const { id } = await deliver(backend, userCreated());
    await backend.run(async (ctx) => {
      const payload = await ctx.db.query('webhookPayloads').first();
      await ctx.db.delete('webhookPayloads', payload!._id);
    });
    const delivery = await backend.query(api.webhookAudit.get, { accessKey, id: id! });
    expect(delivery).toMatchObject({ row: { _id: id }, body: '', headers: [] });
  });
});

describe('history', () => {
  test('returns the deliveries of one user, newest first, each with its changes', async () => {
    await deliver(backend, userCreated());
    await deliver(backend, userCreated({ id: 'user_2grace' }));
    await deliver(backend, change(1));
    await deliver(backend, userDeleted());
    const { rows, next, done } = await history({ clerk_user_id: 'user_2ada' });
    expect(rows).toMatchObject([
      { row: { event_type: 'user.deleted' }, writes: [{ kind: 'delete' }] },
      { row: { event_type: 'user.updated' }, writes: [{ fields: ['last_name'] }] },
      {
        row: { event_type: 'user.created' },
        writes: [{ kind: 'insert', before: null }],
        body: JSON.stringify(userCreated()),
      },
    ]);
    expect({ next, done }).toEqual({ next: null, done: true });
  });

  test('continues where the last page stopped', async () => {
    await deliverChanges(backend, 5);
    const first = await history({ clerk_user_id: 'user_2ada', limit: 2 });
    expect(first.done).toBe(false);
    const rest = await history({ clerk_user_id: 'user_2ada', before: first.next });
    expect([...first.rows, ...rest.rows].map(({ row }) => row.svix_id)).toEqual([
      'msg_5',
      'msg_4',
      'msg_3',
      'msg_2',
      'msg_1',
    ]);
  });

  test('reads at most 4 MiB a call', async () => {
    for (let n = 1; n <= 12; n++) {
      const event = userUpdated({
        updated_at: NOON + n,
        private_metadata: { x: 'x'.repeat(400_000) },
      });
      await deliver(backend, event, { svix_id: `msg_${n}` });
    }
    const first = await history({ clerk_user_id: 'user_2ada' });
    expect(first.rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(first.rows.map(({ body }) => body)).length).toBeLessThan(4 * 1024 * 1024);
    expect(first.done).toBe(false);
    const rest = await history({ clerk_user_id: 'user_2ada', before: first.next });
    expect(first.rows.length + rest.rows.length).toBe(12);
  });

  async function history(args: { clerk_user_id: string; before?: bigint | null; limit?: number }) {
    return await backend.query(api.webhookAudit.history, { accessKey, before: null, ...args });
  }
});

describe('the history of a document', () => {
  test('lists every write to it, newest first, each with its delivery', async () => {
    await deliver(backend, userCreated());
    for (const n of [1, 2]) await deliver(backend, change(n));
    await deliver(backend, userCreated({ id: 'user_2other' }));
    const [user] = await all(backend, 'users');
    const page = { accessKey, document: user!._id, limit: 2 };
    const first = await backend.query(api.webhookAudit.rowHistory, { ...page, before: null });
    expect(first).toMatchObject({ done: false });
    const second = await backend.query(api.webhookAudit.rowHistory, {
      ...page,
      before: first.next,
    });
    expect(second).toMatchObject({ next: null, done: true });
    expect([...first.writes, ...second.writes]).toMatchObject([
      { kind: 'update', fields: ['last_name'], row: { payload_changed: expect.any(Array) } },
      { kind: 'update', fields: ['last_name'] },
      { kind: 'insert', before: null, row: { event_type: 'user.created' } },
    ]);
  });
});

describe('logWebhookEvent', () => {
  const request = { svix_id: 'msg_1', body: JSON.stringify(userCreated()), headers: [] };

  test('records a delivery that could not be handled as failed', async () => {
    const log = { ...request, error: 'It took too long\nat handler' };
    const logged = await backend.mutation(internal.webhookAdmin.logWebhookEvent, log);
    expect(logged).toMatchObject({ outcome: 'failed' });
    expect(await all(backend, 'webhookAudit')).toMatchObject([
      {
        outcome: 'failed',
        settled: false,
        subject: 'user_2ada',
        user_label: 'Ada Lovelace',
        error_line: 'It took too long',
      },
    ]);
    expect(await all(backend, 'webhookPayloads')).toMatchObject([{ body: request.body }]);
  });

  test('records a duplicate if the delivery was handled meanwhile', async () => {
    await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const log = { ...request, error: 'It took too long' };
    expect(await backend.mutation(internal.webhookAdmin.logWebhookEvent, log)).toMatchObject({
      outcome: 'duplicate',
    });
  });
});
