/** The events that a batch selects, and how they are counted. */
import { describe, expect, test } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import { refusalOf } from '../../behaviours/deployment.ts';
import { addOperator, all, deliver } from '../../fixtures/deployments/backend.ts';
import { userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { withBatch, withManyRows } from './batching.ts';

describe('a batch', () => {
  test('sends the earlier attempt of an event whose retry came after the batch started', async () => {
    const { backend, accessKey, finish } = await withBatch();
    await finish();
    await deliver(backend, userCreated({ id: 'user_6' }), { svix_id: 'msg_6' });
    const id = await backend.mutation(api.webhookAudit.startBatch, {
      accessKey,
      key: 'another key',
      selection: { where: { clerk_user_id: 'user_6' }, since: 0 },
    });
    await backend.run(async (ctx) => {
      const rows = await ctx.db.query('webhookAudit').collect();
      const { _id, _creationTime, ...retried } = rows.find((row) => row.svix_id === 'msg_6')!;
      const retry = { ...retried, attempt: 2, seq: ctx.db.vars.commitTs };
      await ctx.db.insert('webhookAudit', retry);
    });
    await finish();
    expect(await backend.query(api.webhookAudit.batch, { accessKey, id })).toMatchObject({
      counts: { unchanged: 1 },
      skipped: 0,
    });
  });

  test('sends both events that came with one svix-id', async () => {
    const { backend, accessKey, finish } = await withBatch();
    await finish();
    for (const id of ['user_1', 'user_2']) {
      await deliver(backend, userUpdated({ id }), { svix_id: 'msg_shared' });
    }
    const id = await backend.mutation(api.webhookAudit.startBatch, {
      accessKey,
      key: 'another key',
      selection: { where: { event_type: 'user.updated' }, since: 0 },
    });
    await finish();
    expect(await backend.query(api.webhookAudit.batch, { accessKey, id })).toMatchObject({
      counts: { unchanged: 2 },
      skipped: 0,
    });
  });

  test('does not count rows that come after its time of reading', async () => {
    const { backend, accessKey } = await withBatch();
    const future = BigInt(Date.now() + 3_600_000) * 1_000_000n;
    await backend.run(async (ctx) => {
      const { _id, _creationTime, ...row } = (await ctx.db.query('webhookAudit').first())!;
      await ctx.db.insert('webhookAudit', { ...row, svix_id: 'msg_future', seq: future });
    });
    const id = await backend.mutation(api.webhookAudit.startBatch, {
      accessKey,
      key: 'another key',
      selection: { where: { event_type: 'user.created' }, since: 0 },
    });
    const batch = await backend.query(api.webhookAudit.batch, { accessKey, id });
    expect(batch).toMatchObject({ total: 5 });
  });

  test('of another operator with the same key and arguments is a separate batch', async () => {
    const { backend, id, batch } = await withBatch();
    const other = await addOperator(backend, 'redispatcher', 'CI');
    const request = {
      accessKey: other.accessKey,
      key: 'a key',
      selection: { where: { event_type: 'user.created' }, since: 0 },
    };
    const own = await backend.mutation(api.webhookAudit.startBatch, request);
    expect(own).not.toBe(id);
    expect(await backend.mutation(api.webhookAudit.startBatch, request)).toBe(own);
    expect(await batch()).toMatchObject({ by: 'QA laptop' });
    expect((await all(backend, 'webhookBatches')).map(({ by }) => by)).toEqual(['QA laptop', 'CI']);
  });

  test('counts a selection of more than 1,000 rows as "more"', async () => {
    const { backend, accessKey, start } = await withManyRows(1001);
    const id = await start({ where: { event_type: 'session.created' }, since: 0 });
    expect(await backend.query(api.webhookAudit.batch, { accessKey, id })).toMatchObject({
      total: 'more',
    });
  });

  test('counts a selection of 1,000 rows', async () => {
    const { backend, accessKey, start } = await withManyRows(1000);
    const id = await start({ where: { event_type: 'session.created' }, since: 0 });
    expect(await backend.query(api.webhookAudit.batch, { accessKey, id })).toMatchObject({
      total: 1000,
    });
  });

  test('walks past at most 100 rows that are not due in one step', async () => {
    const { backend, ids, start } = await withManyRows(150, { settled: true, outcome: 'failed' });
    const { id: due } = await deliver(backend, userCreated(), { svix_id: 'msg_due' });
    const failed = { outcome: 'failed', settled: false } as const;
    await backend.run(async (ctx) => await ctx.db.patch('webhookAudit', due!, failed));
    const id = await start({ where: { outcome: 'failed' }, since: 0 });
    const batch = async () => await backend.run(async (ctx) => await ctx.db.get(id));
    const hundredth = await backend.run(async (ctx) => await ctx.db.get(ids[99]!));
    const rows = async () => (await all(backend, 'webhookAudit')).length;
    const step = async () => {
      const { cursor } = (await batch())!;
      await backend.mutation(internal.webhookAdmin.stepBatch, { id, cursor });
    };

    await step();
    expect(await batch()).toMatchObject({ state: 'running', skipped: 100, cursor: hundredth!.seq });
    expect(await rows()).toBe(151);
    await step();
    expect(await batch()).toMatchObject({ skipped: 150, counts: { unchanged: 1 } });
    expect(await rows()).toBe(152);
  });

  test('accepts 1,000 ids and refuses 1,001, even repeated ones', async () => {
    const { ids, start } = await withManyRows(1001);
    for (const tooMany of [ids, ids.map(() => ids[0]!)]) {
      expect(await refusalOf(start({ ids: tooMany }))).toMatchObject({
        code: 'bad_request',
        message: expect.stringContaining('1000'),
      });
    }
    await start({ ids: ids.slice(1) });
  });
});
