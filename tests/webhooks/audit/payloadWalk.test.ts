/** Walks over payloads are bounded by everything that they read. */
import { beforeEach, expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import type { Doc } from '../../../convex/_generated/dataModel.js';
import { payloadSize } from '../../../webhooks/audit/payloadWalk.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import {
  addOperator,
  deliver,
  startBackendOf,
  type Backend,
} from '../../fixtures/deployments/backend.ts';

const MiB = 1024 * 1024;
const TEXT = 'x'.repeat(250_000);

let backend: Backend;
let accessKey: string;
beforeEach(async () => {
  let grown = 0;
  backend = startBackendOf(async (ctx, { data }) => {
    if (data.fails) throw new Error('no');
    for (let n = 0; n < 4; n++) {
      const email = `${n} ${++grown} ${'e'.repeat(50_000)}`;
      await ctx.db.insert('users', { clerk_id: `${grown}`, clerk_created_at: NOON, email });
    }
  });
  ({ accessKey } = await addOperator(backend, 'redispatcher'));
});

test.each<[string, Partial<Doc<'webhookPayloads'>>]>([
  ['its body', { body: TEXT }],
  ['its headers', { headers: [{ name: 'x-long', value: TEXT }] }],
  ['the error of its handler', { error: TEXT }],
  ['what its handler wrote before it threw', { attempted: TEXT }],
  ['the arguments that it scheduled', { scheduled: [{ function: 'f', at: 1, args: TEXT }] }],
])('the size of a payload includes %s', (_, part) => {
  const empty = { body: '', headers: [], scheduled: [] };
  const payload = { ...empty, ...part } as unknown as Doc<'webhookPayloads'>;
  expect(payloadSize(payload)).toBeGreaterThanOrEqual(2 * TEXT.length);
  expect(payloadSize({ ...payload, ...empty, error: undefined, attempted: undefined })).toBe(0);
});

test('a search reads at most 4 MiB of what failed handlers wrote', async () => {
  for (let n = 0; n < 20; n++) await deliver(backend, userUpdated({ fails: true }));
  await backend.run(async (ctx) => {
    for (const { _id } of await ctx.db.query('webhookPayloads').collect()) {
      await ctx.db.patch('webhookPayloads', _id, { attempted: TEXT });
    }
  });
  const args = { accessKey, text: 'user_2ada', before: null };
  const { rows, done } = await backend.query(api.webhookAudit.search, args);
  expect(done).toBe(false);
  expect(rows.length).toBeLessThan(20);
});

test('a history reads at most 4 MiB of what deliveries wrote, and one delivery more', async () => {
  for (let n = 0; n < 30; n++) {
    await deliver(backend, userCreated({ updated_at: NOON + n }));
  }
  const pages: number[] = [];
  let before: bigint | null = null;
  do {
    const read: { rows: number; bytes: number; next: bigint | null } = await backend.query(
      async (ctx) => {
        const asked = { accessKey, clerk_user_id: 'user_2ada', before };
        const { rows, next } = await ctx.runQuery(api.webhookAudit.history, asked);
        const { bytesRead } = await ctx.meta.getTransactionMetrics();
        return { rows: rows.length, bytes: bytesRead.used, next };
      },
    );
    expect(read.bytes).toBeLessThan(4.5 * MiB);
    pages.push(read.rows);
    before = read.next;
  } while (before !== null);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.reduce((sum, rows) => sum + rows)).toBe(30);
});
