import { beforeEach, describe, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { MASK } from '../../webhooks/shared/masking/maskPayload.ts';
import {
  addOperator,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../fixtures/deployments/backend.ts';
import { userCreated } from '../fixtures/data/clerkEvents.ts';
import { change } from './changes.ts';

let backend: Backend;
beforeEach(() => {
  backend = startBackend();
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

  test('sees that a delivery failed and that a request was rejected, but not their texts', async () => {
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
