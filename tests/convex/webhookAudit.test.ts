import type { GenericQueryCtx } from 'convex/server';
import { ConvexError } from 'convex/values';
import { beforeEach, describe, expect, test } from 'vitest';
import { api, internal } from '../../convex/_generated/api.js';
import type { DataModel } from '../../convex/_generated/dataModel.js';
import { MASK } from '../../convex/shared/masking.ts';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../fixtures/backend.ts';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
} from '../fixtures/clerkEvents.ts';

let backend: Backend;
let accessKey: string;
beforeEach(async () => {
  backend = startBackend();
  ({ accessKey } = await addOperator(backend, 'redispatcher'));
});

/** The n-th change of Ada, each a second after the last. */
function change(n: number) {
  return userUpdated({ last_name: `King ${n}`, updated_at: NOON + n * 1000 });
}

async function deliverChanges(count: number) {
  for (let n = 1; n <= count; n++) await deliver(backend, change(n), { svix_id: `msg_${n}` });
}

const svixIds = (rows: { svix_id: string }[]) => rows.map((row) => row.svix_id);

describe('tail', () => {
  test('gives what came after a seq, oldest first, and then nothing', async () => {
    await deliverChanges(3);
    const rows = await backend.query(api.webhookAudit.tail, { accessKey, after: 0n });
    expect(svixIds(rows)).toEqual(['msg_1', 'msg_2', 'msg_3']);
    const after = rows[1]!.seq;
    const rest = await backend.query(api.webhookAudit.tail, { accessKey, after });
    expect(svixIds(rest)).toEqual(['msg_3']);
    expect(await backend.query(api.webhookAudit.tail, { accessKey, after: rest[0]!.seq })).toEqual(
      [],
    );
  });

  test('gives no more than was asked for', async () => {
    await deliverChanges(3);
    const rows = await backend.query(api.webhookAudit.tail, { accessKey, after: 0n, limit: 2 });
    expect(svixIds(rows)).toEqual(['msg_1', 'msg_2']);
  });

  test('reads only the rows that it returns and the operator', async () => {
    await deliverChanges(20);
    await addOperator(backend, 'viewer');
    const args = { accessKey, after: 0n, limit: 3 };
    expect(await documentsRead((ctx) => ctx.runQuery(api.webhookAudit.tail, args))).toBe(3 + 1);
  });
});

describe('older', () => {
  test('gives what came before a seq, newest first, page by page', async () => {
    await deliverChanges(5);
    const seen: string[] = [];
    let before: bigint | null = null;
    let done = false;
    while (!done) {
      const page: { rows: { svix_id: string; seq: bigint }[]; done: boolean } = await backend.query(
        api.webhookAudit.older,
        { accessKey, before, limit: 2 },
      );
      seen.push(...svixIds(page.rows));
      before = page.rows.at(-1)?.seq ?? null;
      ({ done } = page);
    }
    expect(seen).toEqual(['msg_5', 'msg_4', 'msg_3', 'msg_2', 'msg_1']);
  });

  test('reads only the rows that it returns and the operator', async () => {
    await deliverChanges(20);
    const args = { accessKey, before: null, limit: 3 };
    expect(await documentsRead((ctx) => ctx.runQuery(api.webhookAudit.older, args))).toBe(3 + 1);
  });

  describe('by one field, reads only the rows that it returns and the operator', () => {
    test.each([
      [{ svix_id: 'msg_2' }, ['msg_2', 'msg_2']],
      [{ clerk_user_id: 'user_2grace' }, ['msg_grace']],
      [{ event_type: 'session.created' }, ['msg_session']],
      [{ outcome: 'duplicate' as const }, ['msg_2']],
    ])('%j', async (where, expected) => {
      await deliverChanges(12);
      await deliver(backend, userCreated({ id: 'user_2grace' }), { svix_id: 'msg_grace' });
      await deliver(backend, clerkEvent('session.created', { id: 's' }), {
        svix_id: 'msg_session',
      });
      await deliver(backend, change(2), { svix_id: 'msg_2' });
      const { rows, done } = await backend.query(api.webhookAudit.older, {
        accessKey,
        before: null,
        where,
      });
      expect(svixIds(rows)).toEqual(expected);
      expect(done).toBe(true);
      const args = { accessKey, before: null, where };
      expect(await documentsRead((ctx) => ctx.runQuery(api.webhookAudit.older, args))).toBe(
        expected.length + 1,
      );
      const earlier = await backend.query(api.webhookAudit.older, {
        accessKey,
        before: rows[0]!.seq,
        where,
      });
      expect(svixIds(earlier.rows)).toEqual(expected.slice(1));
    });
  });

  test('finds the re-dispatches of a delivery', async () => {
    const { id } = await deliver(backend, userCreated());
    await backend.mutation(internal.admin.redispatch, { id: id!, by: 'QA' });
    const { rows } = await backend.query(api.webhookAudit.older, {
      accessKey,
      before: null,
      where: { redispatch_of: id! },
    });
    expect(rows).toMatchObject([{ source: 'redispatch', redispatch: { of: id, by: 'QA' } }]);
  });
});

describe('a limit', () => {
  test.each([0, -1, 257, 1.5, Number.NaN])('of %d is refused', async (limit) => {
    const call = backend.query(api.webhookAudit.tail, { accessKey, after: 0n, limit });
    expect(await dataOfError(call)).toEqual({
      code: 'bad_request',
      message: `limit is ${limit}; it must be a whole number from 1 to 256.`,
    });
  });
});

describe('get', () => {
  test('gives everything about one delivery', async () => {
    const created = await deliver(backend, userCreated());
    const { id } = await deliver(backend, change(1), { svix_id: 'msg_1' });
    const retry = await deliver(backend, change(1), { svix_id: 'msg_1' });
    await deliver(backend, change(2));
    const delivery = await backend.query(api.webhookAudit.get, { accessKey, id: id! });
    expect(delivery).toMatchObject({
      row: { _id: id, attempt: 1, outcome: 'applied' },
      body: JSON.stringify(change(1)),
      before: { last_name: 'Lovelace', email: 'ada@example.com' },
      after: { last_name: 'King 1', email: 'ada@example.com' },
      error: null,
      attempts: [
        { _id: retry.id, attempt: 2 },
        { _id: id, attempt: 1 },
      ],
      previous: { id: created.id, body: JSON.stringify(userCreated()) },
      redispatches: [],
    });
    expect(delivery.headers).toContainEqual({ name: 'user-agent', value: 'Svix-Webhooks/1.74' });
    expect(delivery.headers).toContainEqual({ name: 'svix-signature', value: '(not kept)' });
  });

  test('lists the newest 50 attempts', async () => {
    for (let n = 0; n < 55; n++) await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const [first] = await all(backend, 'webhookAudit');
    const { attempts } = await backend.query(api.webhookAudit.get, { accessKey, id: first!._id });
    expect(attempts.map(({ attempt }) => attempt)).toEqual(
      Array.from({ length: 50 }, (_, n) => 55 - n),
    );
  });

  test('of a delivery that is not kept any more says so', async () => {
    const { id } = await deliver(backend, userCreated());
    await backend.run(async (ctx) => await ctx.db.delete('webhookAudit', id!));
    expect(await dataOfError(backend.query(api.webhookAudit.get, { accessKey, id: id! }))).toEqual({
      code: 'not_found',
      message: 'This delivery is not kept any more: retention deleted it.',
    });
  });

  test('of a delivery whose payload was forgotten gives the row', async () => {
    const { id } = await deliver(backend, userCreated());
    await backend.run(async (ctx) => {
      const payload = await ctx.db.query('webhookPayloads').first();
      await ctx.db.delete('webhookPayloads', payload!._id);
    });
    const delivery = await backend.query(api.webhookAudit.get, { accessKey, id: id! });
    expect(delivery).toMatchObject({ row: { _id: id }, body: '', headers: [], after: null });
  });
});

describe('history', () => {
  test('gives one user, newest first, with what each delivery changed', async () => {
    await deliver(backend, userCreated());
    await deliver(backend, userCreated({ id: 'user_2grace' }));
    await deliver(backend, change(1));
    await deliver(backend, userDeleted());
    const { rows, next, done } = await history({ clerk_user_id: 'user_2ada' });
    expect(rows).toMatchObject([
      { row: { event_type: 'user.deleted' }, before: { last_name: 'King 1' }, after: null },
      { row: { event_type: 'user.updated' }, before: { last_name: 'Lovelace' } },
      { row: { event_type: 'user.created' }, before: null, body: JSON.stringify(userCreated()) },
    ]);
    expect({ next, done }).toEqual({ next: null, done: true });
  });

  test('goes on where it stopped', async () => {
    await deliverChanges(5);
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

describe('search', () => {
  test('finds payloads that contain the text, in any case', async () => {
    await deliver(backend, userCreated());
    await deliver(backend, userCreated({ id: 'user_2grace', first_name: 'Grace' }), {
      svix_id: 'msg_g',
    });
    const { rows, done } = await search('GRACE');
    expect(svixIds(rows)).toEqual(['msg_g']);
    expect(done).toBe(true);
  });

  test('goes through everything, some of it a call', async () => {
    await deliver(backend, userCreated({ first_name: 'Needle' }), { svix_id: 'msg_needle' });
    await deliverChanges(300);
    const first = await search('needle');
    expect(first).toMatchObject({ rows: [], done: false });
    const second = await search('needle', first.next);
    expect(svixIds(second.rows)).toEqual(['msg_needle']);
    expect(second.done).toBe(true);
  });

  test.each(['', '  '])('for %j asks for a text', async (text) => {
    expect(await dataOfError(search(text))).toMatchObject({ code: 'bad_request' });
  });

  async function search(text: string, before: bigint | null = null) {
    return await backend.query(api.webhookAudit.search, { accessKey, text, before });
  }
});

describe('a viewer', () => {
  test('sees what happened, and nothing personal', async () => {
    const viewer = await addOperator(backend, 'viewer');
    await deliver(backend, userCreated());
    const { id } = await deliver(backend, change(1));
    const args = { accessKey: viewer.accessKey, before: null };
    const seen = [
      await backend.query(api.webhookAudit.tail, { accessKey: viewer.accessKey, after: 0n }),
      await backend.query(api.webhookAudit.older, args),
      await backend.query(api.webhookAudit.get, { accessKey: viewer.accessKey, id: id! }),
      await backend.query(api.webhookAudit.history, { ...args, clerk_user_id: 'user_2ada' }),
      await backend.query(api.webhookAudit.search, { ...args, text: 'user.updated' }),
    ];
    expect(seen[0]).toMatchObject([{ clerk_user_id: 'user_2ada', outcome: 'applied' }, {}]);
    const text = JSON.stringify(seen, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    for (const personal of [
      'Ada',
      'Lovelace',
      'King',
      'example.com',
      '203.0.113.9',
      'Svix-Webhooks',
    ]) {
      expect(text).not.toContain(personal);
    }
  });

  test('sees that a delivery failed, and that something was refused, but not their texts', async () => {
    const viewer = await addOperator(backend, 'viewer');
    const { id } = await deliver(backend, userCreated());
    await backend.run(async (ctx) => {
      const payload = await ctx.db.query('webhookPayloads').first();
      await ctx.db.patch('webhookPayloads', payload!._id, { error: 'No ada@example.com in CRM' });
    });
    await post(backend, { method: 'POST', body: JSON.stringify(userCreated()) });
    const asViewer = { accessKey: viewer.accessKey };
    const opened = await backend.query(api.webhookAudit.get, { ...asViewer, id: id! });
    expect(opened.error).toBe(MASK);
    expect(await backend.query(api.webhookAudit.rejections, asViewer)).toMatchObject([
      { reason: 'missing_header', count: 1, sample: { body_start: MASK } },
    ]);
  });

  test('does not learn by searching what is masked', async () => {
    const viewer = await addOperator(backend, 'viewer');
    await deliver(backend, userCreated());
    const find = async (text: string) =>
      (
        await backend.query(api.webhookAudit.search, {
          accessKey: viewer.accessKey,
          text,
          before: null,
        })
      ).rows.length;
    expect(await find('ada@example.com')).toBe(0);
    expect(await find('user_2ada')).toBe(1);
  });
});

test('logWebhookEvent writes one row with its payload', async () => {
  const id = await backend.mutation(internal.webhookAudit.logWebhookEvent, {
    row: {
      svix_id: 'reconcile_1',
      attempt: 1,
      event_type: 'user.updated',
      occurred_at: NOON,
      received_at: NOON,
      outcome: 'applied',
      changed: ['email'],
      payload_bytes: 2,
      source: 'reconcile',
    },
    payload: { body: '{}', headers: [], after: '{"clerk_id":"u"}' },
  });
  const delivery = await backend.query(api.webhookAudit.get, { accessKey, id });
  expect(delivery).toMatchObject({ row: { source: 'reconcile' }, after: { clerk_id: 'u' } });
  expect(delivery.row.seq).toEqual(expect.any(BigInt));
});

async function documentsRead(
  read: (ctx: GenericQueryCtx<DataModel>) => Promise<unknown>,
): Promise<number> {
  return await backend.query(async (ctx) => {
    await read(ctx);
    return (await ctx.meta.getTransactionMetrics()).documentsRead.used;
  });
}

async function dataOfError(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConvexError)) throw error;
  return error.data as unknown;
}
