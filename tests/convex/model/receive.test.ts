/** What receiving one delivery costs, and how large a delivery may be. */
import { beforeEach, describe, expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { receiveDelivery } from '../../../convex/model/receive.ts';
import { addOperator, all, deliver, startBackend, type Backend } from '../../fixtures/backend.ts';
import {
  clerkEvent,
  emailAddress,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  type ClerkEventBody,
} from '../../fixtures/clerkEvents.ts';

const KB = 1024;

let backend: Backend;
beforeEach(() => {
  backend = startBackend();
});

/** Receives one event and tells what its transaction read and wrote. */
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

describe('receiving costs the same however much is stored', () => {
  /** 30 KB each, so that reading one payload too many shows. */
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

  test('at most 6 documents read, 4 written, one payload and 4 KB', async () => {
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
      expect(cost.documentsRead).toBeLessThanOrEqual(6);
      expect(cost.documentsWritten).toBeLessThanOrEqual(4);
      expect(cost.bytesRead).toBeLessThanOrEqual(Math.max(cost.bytes, 32 * KB) + 4 * KB);
    }
    const documents = ({ documentsRead, documentsWritten }: (typeof few)[number]) => [
      documentsRead,
      documentsWritten,
    ];
    expect(many.map(documents)).toEqual(few.map(documents));
  });
});

describe('a payload at the limits of what Clerk sends', () => {
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

  test('keys that JavaScript gives a meaning', async () => {
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

  test('1,000 e-mail addresses, the primary one last', async () => {
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

  describe('a row of a list stays light', () => {
    const long = 'x'.repeat(100 * KB);

    test('however long names and keys are', async () => {
      await deliver(backend, userCreated());
      await deliver(backend, userUpdated({ first_name: `Ada ${long}`, [long]: 1 }));
      const rows = await all(backend, 'webhookAudit');
      expect(rows[1]).toMatchObject({ outcome: 'applied', changed: ['first_name'] });
      expect(rows[1]!.user_label).toMatch(/^Ada x{251}…$/);
      expect(rows[1]!.payload_changed).toContainEqual(expect.stringMatching(/^x{255}…$/));
      expect(await all(backend, 'users')).toMatchObject([{ first_name: `Ada ${long}` }]);
    });

    test('since longer ids and types are none of Clerk', async () => {
      expect(await deliver(backend, userCreated({ id: long }))).toMatchObject({
        status: 200,
        outcome: 'ignored',
        reason: 'This user.created event names no user id.',
      });
      expect(await deliver(backend, clerkEvent(`user.${long}`, {}))).toMatchObject({
        status: 400,
        reason: expect.stringContaining('`type` is missing or too long'),
      });
      expect(await all(backend, 'webhookAudit')).toHaveLength(1);
    });
  });
});
