/** The cost of receiving one delivery, and how large a delivery may be. */
import { beforeEach, describe, expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { receiveDelivery } from '../../../webhooks/receive/receive.ts';
import {
  addOperator,
  all,
  deliver,
  startBackend,
  startBackendOf,
  type Backend,
} from '../../fixtures/deployments/backend.ts';
import {
  clerkEvent,
  emailAddress,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  type ClerkEventBody,
} from '../../fixtures/data/clerkEvents.ts';

const KB = 1024;

let backend: Backend;
beforeEach(() => {
  backend = startBackend();
});

/** Receives one event and returns what its transaction read and wrote. */
async function costOf(event: ClerkEventBody, svix_id: string) {
  return await backend.mutation(async (ctx) => {
    const body = JSON.stringify(event);
    const { outcome } = await receiveDelivery(ctx, { svix_id, body, headers: [] });
    const metrics = await ctx.meta.getTransactionMetrics();
    return {
      outcome,
      bytes: body.length,
      documentsRead: metrics.documentsRead.used,
      documentsWritten: metrics.documentsWritten.used,
      bytesRead: metrics.bytesRead.used,
    };
  });
}

describe('the cost of receiving, however much is stored, is', () => {
  /** 30 KB each, so that reading one payload too many is noticed. */
  const metadata = { public_metadata: { bio: 'x'.repeat(30 * KB) } };
  const update = (second: number) =>
    userUpdated({ ...metadata, last_name: `King ${second}`, updated_at: NOON + second * 1000 });

  async function costs(history: number) {
    await deliver(backend, userCreated(metadata), { svix_id: 'msg_first' });
    for (let n = 1; n <= history; n++) {
      await deliver(backend, update(n), { svix_id: `msg_${n}` });
      await deliver(backend, update(n), { svix_id: 'msg_first' });
      await deliver(backend, userCreated({ id: `user_2other${n}` }), { svix_id: `msg_other${n}` });
      await deliver(backend, clerkEvent('session.created', { id: `sess_${n}` }));
    }
    return [
      await costOf(update(history + 1), 'msg_update'),
      await costOf(update(history + 1), 'msg_update'),
      await costOf(update(0), 'msg_stale'),
      await costOf(userCreated({ ...metadata, id: 'user_2new' }), 'msg_create'),
      await costOf(clerkEvent('session.ended', { id: 'sess_1' }), 'msg_session'),
      await costOf(userDeleted(), 'msg_delete'),
      await costOf(update(history + 2), 'msg_late'),
    ];
  }

  test('at most 13 documents read, 9 written, one payload and 4 KB', async () => {
    const few = await costs(1);
    expect(few.map(({ outcome }) => outcome)).toEqual([
      'applied',
      'duplicate',
      'stale',
      'applied',
      'ignored',
      'applied',
      'stale',
    ]);
    backend = startBackend();
    const many = await costs(60);
    for (const cost of [...few, ...many]) {
      expect(cost.documentsRead).toBeLessThanOrEqual(13);
      expect(cost.documentsWritten).toBeLessThanOrEqual(9);
      expect(cost.bytesRead).toBeLessThanOrEqual(Math.max(cost.bytes, 32 * KB) + 4 * KB);
    }
    const documents = ({ documentsRead, documentsWritten }: (typeof few)[number]) => [
      documentsRead,
      documentsWritten,
    ];
    expect(many.map(documents)).toEqual(few.map(documents));
  });
});

describe('a payload at the limits of what Clerk sends is received:', () => {
  async function expectStored(event: ClerkEventBody) {
    const body = JSON.stringify(event);
    const answer = await deliver(backend, body);
    expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
    const { accessKey } = await addOperator(backend, 'redispatcher');
    const delivery = await backend.query(api.webhookAudit.get, { accessKey, id: answer.id! });
    expect(delivery.body).toBe(body);
    expect(delivery.row.payload_bytes).toBe(new TextEncoder().encode(body).length);
  }

  test('keys that begin with $, are not ASCII, or are empty', async () => {
    await expectStored(
      userCreated({
        public_metadata: { $plan: 'pro', größe: 'XL', 鍵: { $: 1, '': 2, _id: 3, 'a.b': 4 } },
        unsafe_metadata: { ['k'.repeat(2000)]: true, '\u0001': 'control' },
        $top: 1,
      }),
    );
  });

  test('keys that have a meaning in JavaScript', async () => {
    const body = JSON.stringify(userCreated()).replace(
      '"public_metadata":{}',
      '"public_metadata":{"__proto__":{"a":1},"constructor":2},"__proto__":{"first_name":"Eve"}',
    );
    await deliver(backend, body);
    expect(await all(backend, 'users')).toMatchObject([{ first_name: 'Ada' }]);
    await deliver(backend, userUpdated());
    const [, row] = await all(backend, 'webhookAudit');
    expect(row?.payload_changed).toEqual(['__proto__', 'public_metadata', 'updated_at']);
  });

  test('400 KB of metadata', async () => {
    await expectStored(userCreated({ private_metadata: { notes: 'é'.repeat(200 * KB) } }));
  });

  test('1,000 email addresses, the primary one last', async () => {
    const email_addresses = Array.from({ length: 1000 }, (_, n) =>
      emailAddress(`ada+${n}@example.com`, `idn_${n}`),
    );
    await expectStored(userCreated({ email_addresses, primary_email_address_id: 'idn_999' }));
    expect(await all(backend, 'users')).toMatchObject([{ email: 'ada+999@example.com' }]);
  });

  test('metadata nested deeper than Convex stores objects, or than any stack', async () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    const withMetadata = (event: ClerkEventBody, metadata: string) =>
      JSON.stringify(event).replace('"public_metadata":{}', `"public_metadata":{"m":${metadata}}`);
    await deliver(backend, withMetadata(userCreated(), nested(100_000)));
    const answer = await deliver(backend, withMetadata(userUpdated(), nested(100_001)));
    expect(answer).toMatchObject({ status: 200, outcome: 'unchanged' });
    const [, row] = await all(backend, 'webhookAudit');
    expect(row?.payload_changed).toEqual(['public_metadata', 'updated_at']);
  });

  test('the change of a row of 700 KB, recorded without the values before and after', async () => {
    let grown = 0;
    backend = startBackendOf(async (ctx, { data }) => {
      const user = await ctx.db.query('users').first();
      const row = { clerk_id: data.id, clerk_created_at: NOON, image_url: 'x'.repeat(700 * KB) };
      if (user === null) await ctx.db.insert('users', row);
      else await ctx.db.patch('users', user._id, { image_url: `${row.image_url}${++grown}` });
    });
    const { accessKey } = await addOperator(backend, 'redispatcher');
    await deliver(backend, userCreated());
    const answer = await deliver(backend, userUpdated());
    expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
    const delivery = await backend.query(api.webhookAudit.get, { accessKey, id: answer.id! });
    expect(delivery).toMatchObject({
      row: { writes: 1, changes: [{ table: 'users', kind: 'update', fields: ['image_url'] }] },
      writes: [{ kind: 'update', before: null, after: null, fields: ['image_url'] }],
    });
    for (const bytes of [delivery.writes[0]!.before_bytes, delivery.writes[0]!.after_bytes]) {
      expect(bytes! / KB).toBeCloseTo(700, 0);
    }
  });

  describe('an audit row stays small', () => {
    const long = 'x'.repeat(100 * KB);

    test('however long names and keys are', async () => {
      await deliver(backend, userCreated());
      await deliver(backend, userUpdated({ first_name: `Ada ${long}`, [long]: 1 }));
      const rows = await all(backend, 'webhookAudit');
      expect(rows[1]).toMatchObject({ outcome: 'applied', changes: [{ fields: ['first_name'] }] });
      expect(rows[1]!.user_label).toMatch(/^Ada x{95}…$/);
      expect(rows[1]!.payload_changed).toContainEqual(expect.stringMatching(/^x{63}…$/));
      expect(await all(backend, 'users')).toMatchObject([{ first_name: `Ada ${long}` }]);
    });

    test('at most 1.5 KB with the longest value in every field, received or re-dispatched', async () => {
      const name = (start: string, bytes: number) => start + 'x'.repeat(bytes - start.length);
      const backend = startBackendOf(async (ctx, { data }) => {
        if (data.fails) throw new Error('é'.repeat(1000));
        for (let n = 0; n < 20; n++) {
          await ctx.db.insert('users', { clerk_id: `${n}`, clerk_created_at: n });
        }
      });
      const { accessKey } = await addOperator(backend, 'redispatcher', 'k'.repeat(100));
      const fields = Array.from({ length: 20 }, (_, n) => [`${n}${'鍵'.repeat(80)}`, n]);
      const thing = { first_name: '鍵'.repeat(200), user_id: name('user_', 100) };
      let sent = 0;
      const event = (data: object) =>
        clerkEvent(
          name('user.', 92) + '.updated',
          { ...thing, ...data, id: name('user_', 100), updated_at: NOON + ++sent },
          NOON + sent,
        );
      await deliver(backend, event({}), { svix_id: name('first_', 256) });
      const svix_id = name('msg_', 256);
      await deliver(backend, event({ fails: true }), { svix_id });
      const changed = event(Object.fromEntries(fields));
      const { id } = await deliver(backend, changed, { svix_id });
      await backend.mutation(api.webhookAudit.redispatch, {
        accessKey,
        id: id!,
        force: true,
        idempotency_key: 'p'.repeat(100),
      });
      const rows = await backend.query(api.webhookAudit.tail, { accessKey, after: 0n });
      expect(rows.map(({ outcome }) => outcome)).toEqual([
        'applied',
        'failed',
        'applied',
        'applied',
      ]);
      for (const { seq, ...row } of rows) {
        const json = JSON.stringify({ ...row, seq: String(seq) });
        expect(new TextEncoder().encode(json).length).toBeLessThanOrEqual(1536);
        expect(row.subject).toBe(name('user_', 100));
      }
    });

    test('since a longer id, which Clerk does not have, is ignored, and a longer type is rejected', async () => {
      expect(await deliver(backend, userCreated({ id: long }))).toMatchObject({
        status: 200,
        outcome: 'ignored',
        reason: '`data.id` is over 100 bytes, so it is not taken for an id.',
      });
      expect(await deliver(backend, clerkEvent(`user.${long}`, {}))).toMatchObject({
        status: 400,
        reason: expect.stringContaining('`type` is over 100 bytes'),
      });
      expect(await all(backend, 'webhookAudit')).toHaveLength(1);
    });
  });
});
