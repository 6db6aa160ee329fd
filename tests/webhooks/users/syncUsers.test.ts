import { expect, test, vi } from 'vitest';
import { syncUsers } from '../../../webhooks/users/syncUsers.ts';
import { all, deliver, startBackendOf } from '../../fixtures/deployments/backend.ts';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
} from '../../fixtures/data/clerkEvents.ts';

const handler = syncUsers({
  table: 'users',
  index: 'by_clerk_id',
  field: 'clerk_id',
  fields: ({ first_name, created_at }) => ({ first_name, clerk_created_at: created_at }),
});

test('there is one row for each user, with only the mapped fields', async () => {
  const backend = startBackendOf(handler);
  await deliver(backend, userCreated());
  expect(await all(backend, 'users')).toMatchObject([
    { clerk_id: 'user_2ada', first_name: 'Ada', clerk_created_at: NOON },
  ]);
  await backend.run(async (ctx) => {
    const [user] = await ctx.db.query('users').take(1);
    await ctx.db.patch('users', user!._id, { workspace_id: 'w1', last_name: 'King' });
  });
  await deliver(backend, userUpdated({ first_name: 'Augusta', last_name: 'Byron' }));
  expect(await all(backend, 'users')).toMatchObject([
    { first_name: 'Augusta', workspace_id: 'w1', last_name: 'King' },
  ]);
});

test('a delete removes the row, and other events are ignored', async () => {
  const backend = startBackendOf(handler);
  await deliver(backend, userCreated());
  expect(await deliver(backend, userDeleted())).toMatchObject({ outcome: 'applied' });
  expect(await all(backend, 'users')).toEqual([]);
  const session = clerkEvent('session.created', { id: 'sess_1' });
  expect(await deliver(backend, session)).toMatchObject({ outcome: 'ignored' });
});

test('an event that changes no mapped field is unchanged, and writes nothing', async () => {
  const patch = vi.fn();
  const backend = startBackendOf(async (ctx, event) => {
    const db = Object.create(ctx.db, { patch: { value: patch } }) as typeof ctx.db;
    return await handler({ ...ctx, db }, event);
  });
  await deliver(backend, userCreated());
  const signedIn = userUpdated({ last_sign_in_at: NOON });
  expect(await deliver(backend, signedIn)).toMatchObject({ outcome: 'unchanged' });
  expect(patch).not.toHaveBeenCalled();
  await deliver(backend, userUpdated({ first_name: 'Augusta', updated_at: NOON + 90_000 }));
  expect(patch).toHaveBeenCalledOnce();
});
