import { describe, expect, test, vi } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import {
  addOperator,
  all,
  deliver,
  startBackend,
  type Backend,
} from '../../fixtures/deployments/backend.ts';
import { userCreated, type Fields } from '../../fixtures/data/clerkEvents.ts';
import { forget, GRACE } from './forgetting.ts';

describe('notes', () => {
  /** Sends Grace's delivery and others again in one batch with this note. */
  async function sentInBatch(note: string, about: Fields[]) {
    const backend = startBackend();
    const { accessKey } = await addOperator(backend, 'redispatcher');
    const ids = [];
    for (const user of about) ids.push((await deliver(backend, userCreated(user))).id!);
    const selection = { ids };
    await backend.mutation(api.webhookAudit.startBatch, { accessKey, key: 'k', selection, note });
    await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
    return backend;
  }

  async function notesOf(backend: Backend) {
    const rows = await all(backend, 'webhookAudit');
    const [batch] = await all(backend, 'webhookBatches');
    return [...rows.flatMap(({ redispatch }) => redispatch?.note ?? []), batch?.note].filter(
      Boolean,
    );
  }

  test('of a batch that sent the user’s delivery are deleted from all its rows, even those of others', async () => {
    const backend = await sentInBatch('for Ada Lovelace', [GRACE, {}]);
    expect(await notesOf(backend)).toHaveLength(3);
    await forget(backend);
    expect(await notesOf(backend)).toEqual([]);
  });

  test('on rows that came after the step began are not read, so that these meet no conflict', async () => {
    const backend = await sentInBatch('for Ada Lovelace', [GRACE, {}]);
    const future = BigInt(Date.now() + 3_600_000) * 1_000_000n;
    await backend.run(async (ctx) => {
      const { _id, _creationTime, ...row } = (await ctx.db
        .query('webhookAudit')
        .order('desc')
        .first())!;
      await ctx.db.insert('webhookAudit', { ...row, clerk_user_id: GRACE.id, seq: future });
    });
    await forget(backend);
    expect(await notesOf(backend)).toEqual(['for Ada Lovelace']);
  });

  test('that name the user are deleted, and the payloads of others stay', async () => {
    const backend = await sentInBatch('as ada@example.com asked', [GRACE]);
    await deliver(backend, userCreated());
    await forget(backend);
    expect(await notesOf(backend)).toEqual([]);
    const payloads = await all(backend, 'webhookPayloads');
    const ids = payloads.flatMap(({ body }) => (body ? [JSON.parse(body).data.id] : []));
    expect(new Set(ids)).toEqual(new Set([GRACE.id]));
  });

  test('of a batch that is no longer kept are deleted, since it may have sent the user’s delivery', async () => {
    const backend = await sentInBatch('for Ada Lovelace', [GRACE]);
    await backend.run(async (ctx) => {
      const batch = await ctx.db.query('webhookBatches').unique();
      await ctx.db.delete('webhookBatches', batch!._id);
    });
    await forget(backend);
    expect(await notesOf(backend)).toEqual([]);
  });

  test('of a batch without the user stay', async () => {
    const backend = await sentInBatch('after the deploy', [GRACE]);
    await forget(backend);
    expect(await notesOf(backend)).toHaveLength(2);
  });
});
