/** The example whose users have an externalId, with cascades and payments. */
import { expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
} from '../fixtures/data/clerkEvents.ts';
import { ADA, changesOf, startExample } from './startExample.ts';

const start = async () => await startExample('external-id', '/clerk-users-webhook');

/** Ada, who has written two posts. */
async function startWithPosts() {
  const app = await start();
  const { outcome } = await app.deliver(userCreated());
  expect(outcome).toBe('applied');
  for (const text of ['First', 'Second']) await app.mutate('posts:add', { text }, ADA);
  return app;
}

test('a new name is recorded with every post that contains it', async () => {
  const app = await startWithPosts();
  const { id } = await app.deliver(userUpdated({ first_name: 'Augusta' }));
  const { row, writes } = await app.open(id);
  expect(row).toMatchObject({ outcome: 'applied', writes: 3, unseen: 0 });
  expect(changesOf(writes)).toEqual([
    'posts update authorName',
    'posts update authorName',
    'users update name',
  ]);
  for (const { table, before, after } of writes) {
    const field = table === 'users' ? 'name' : 'authorName';
    expect(JSON.parse(before!)).toMatchObject({ [field]: 'Ada Lovelace' });
    expect(JSON.parse(after!)).toMatchObject({ [field]: 'Augusta Lovelace' });
  }
  expect(await app.rows('posts')).toMatchObject([
    { text: 'First', authorName: 'Augusta Lovelace' },
    { text: 'Second', authorName: 'Augusta Lovelace' },
  ]);
});

test('a deleted user takes their posts along, keeps their payments, and stays deleted', async () => {
  const app = await startWithPosts();
  await app.deliver(payment('pending'));
  const { id } = await app.deliver(userDeleted());
  const { writes } = await app.open(id);
  expect(writes.map(({ table, kind }) => `${table} ${kind}`).toSorted()).toEqual([
    'posts delete',
    'posts delete',
    'users delete',
  ]);
  expect((await app.deliver(userUpdated())).outcome).toBe('stale');
  expect(await app.rows('users')).toEqual([]);
  expect(await app.rows('payments')).toMatchObject([{ payerId: 'user_2ada', status: 'pending' }]);
});

test('a payment follows its attempts, and a late attempt does not move it back', async () => {
  const app = await start();
  await app.deliver(userCreated());
  await app.deliver(payment('pending', NOON));
  const { id } = await app.deliver(payment('paid', NOON + 2000));
  const { row, writes } = await app.open(id);
  expect(row).toMatchObject({ clerk_user_id: 'user_2ada' });
  expect(changesOf(writes)).toEqual(['payments update status,updatedAt']);
  const late = await app.deliver(payment('failed', NOON + 1000));
  expect(late.outcome).toBe('unchanged');
  expect(await app.rows('payments')).toMatchObject([{ paymentId: 'pay_1', status: 'paid' }]);
});

test('a rehearsal of an edited event keeps nothing, and predicts its re-dispatch', async () => {
  const app = await startWithPosts();
  const { id } = await app.deliver(userUpdated({ first_name: 'Augusta' }));
  const edited = JSON.stringify(userUpdated({ first_name: 'Ada King' }));
  const rehearsed = await app.preview(id, edited);
  expect(rehearsed).toMatchObject({ outcome: 'applied', written: 3, unseen: 0 });
  expect(await app.rows('users')).toMatchObject([{ name: 'Augusta Lovelace' }]);

  const sent = await app.redispatch(id, edited);
  expect(sent.outcome).toBe('applied');
  expect((await app.open(sent.id)).writes).toEqual(rehearsed.writes);
  expect(await app.rows('users')).toMatchObject([{ name: 'Ada King Lovelace' }]);
});

test("the Users view shows the app's own rows by Clerk's id", async () => {
  const app = await startWithPosts();
  const { row } = await app.admin.query(api.webhookAudit.user, {
    accessKey: app.accessKey,
    clerk_id: 'user_2ada',
  });
  expect(row).toMatchObject({ name: 'Ada Lovelace', externalId: 'user_2ada' });
});

test('an event that the app has no use for is ignored', async () => {
  const app = await start();
  const session = clerkEvent('session.created', { id: 'sess_1', user_id: 'user_2ada' });
  expect((await app.deliver(session)).outcome).toBe('ignored');
});

function payment(status: string, updated_at = NOON) {
  const data = {
    object: 'commerce_payment',
    payment_id: 'pay_1',
    status,
    payer: { user_id: 'user_2ada', first_name: 'Ada', last_name: 'Lovelace' },
    updated_at,
  };
  return clerkEvent('paymentAttempt.updated', data, updated_at);
}
