/** How rows of the audit log are listed and searched. */
import type { GenericQueryCtx } from 'convex/server';
import { beforeEach, describe, expect, test } from 'vitest';
import { api, internal } from '../../convex/_generated/api.js';
import type { DataModel } from '../../convex/_generated/dataModel.js';
import { refusalOf } from '../behaviours/deployment.ts';
import {
  addOperator,
  all,
  deliver,
  startOperatedBackend,
  type Backend,
} from '../fixtures/deployments/backend.ts';
import { clerkEvent, userCreated } from '../fixtures/data/clerkEvents.ts';
import { change, deliverChanges, svixIds } from './changes.ts';

let backend: Backend;
let accessKey: string;
beforeEach(async () => {
  ({ backend, accessKey } = await startOperatedBackend());
});

describe('tail', () => {
  test('returns the rows after a seq, oldest first, and then nothing', async () => {
    await deliverChanges(backend, 3);
    const rows = await backend.query(api.webhookAudit.tail, { accessKey, after: 0n });
    expect(svixIds(rows)).toEqual(['msg_1', 'msg_2', 'msg_3']);
    const after = rows[1]!.seq;
    const rest = await backend.query(api.webhookAudit.tail, { accessKey, after });
    expect(svixIds(rest)).toEqual(['msg_3']);
    expect(await backend.query(api.webhookAudit.tail, { accessKey, after: rest[0]!.seq })).toEqual(
      [],
    );
  });

  test('returns at most the requested number of rows', async () => {
    await deliverChanges(backend, 3);
    const rows = await backend.query(api.webhookAudit.tail, { accessKey, after: 0n, limit: 2 });
    expect(svixIds(rows)).toEqual(['msg_1', 'msg_2']);
  });

  test('reads only the rows that it returns and the operator', async () => {
    await deliverChanges(backend, 20);
    await addOperator(backend, 'viewer');
    const args = { accessKey, after: 0n, limit: 3 };
    expect(await documentsRead((ctx) => ctx.runQuery(api.webhookAudit.tail, args))).toBe(3 + 1);
  });
});

describe('older', () => {
  test('returns the rows before a seq, newest first, page by page', async () => {
    await deliverChanges(backend, 5);
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
    await deliverChanges(backend, 20);
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
      await deliverChanges(backend, 12);
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

  test('finds an event with its re-dispatches', async () => {
    const { id } = await deliver(backend, userCreated());
    await backend.mutation(internal.webhookAdmin.redispatch, { id: id!, by: 'QA' });
    const { rows } = await backend.query(api.webhookAudit.older, {
      accessKey,
      before: null,
      where: { event_id: (await all(backend, 'webhookAudit'))[0]!.event_id },
    });
    expect(rows).toMatchObject([{ redispatch: { of: id, by: 'QA' } }, { _id: id }]);
  });
});

describe('a limit', () => {
  test.each([0, -1, 257, 1.5, Number.NaN])('of %d is refused', async (limit) => {
    const call = backend.query(api.webhookAudit.tail, { accessKey, after: 0n, limit });
    expect(await refusalOf(call)).toEqual({
      code: 'bad_request',
      message: `limit is ${limit}; it must be a whole number from 1 to 256.`,
    });
  });
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

  test('searches all payloads, a part in each call', async () => {
    await deliver(backend, userCreated({ first_name: 'Needle' }), { svix_id: 'msg_needle' });
    await deliverChanges(backend, 300);
    const first = await search('needle');
    expect(first).toMatchObject({ rows: [], done: false });
    const second = await search('needle', first.next);
    expect(svixIds(second.rows)).toEqual(['msg_needle']);
    expect(second.done).toBe(true);
  });

  test.each(['', '  '])('for %j is refused', async (text) => {
    expect(await refusalOf(search(text))).toMatchObject({ code: 'bad_request' });
  });

  async function search(text: string, before: bigint | null = null) {
    return await backend.query(api.webhookAudit.search, { accessKey, text, before });
  }
});

async function documentsRead(
  read: (ctx: GenericQueryCtx<DataModel>) => Promise<unknown>,
): Promise<number> {
  return await backend.query(async (ctx) => {
    await read(ctx);
    return (await ctx.meta.getTransactionMetrics()).documentsRead.used;
  });
}
