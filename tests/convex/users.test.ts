import { beforeEach, describe, expect, test } from 'vitest';
import { api, internal } from '../../convex/_generated/api.js';
import { upsertOf } from '../../convex/shared/clerkUser.ts';
import { addOperator, all, deliver, startBackend, type Backend } from '../fixtures/backend.ts';
import {
  clerkUser,
  NOON,
  userCreated,
  userDeleted,
  withEmail,
  type Fields,
} from '../fixtures/clerkEvents.ts';

let backend: Backend;
beforeEach(() => {
  backend = startBackend();
});

function upsert(fields: Fields = {}) {
  const user = clerkUser(fields);
  return { event: upsertOf(String(user.id), user, Number(user.updated_at)) };
}

const deletion = {
  event: { kind: 'delete' as const, clerk_id: 'user_2ada', event_at: NOON + 5000 },
};

describe('createUser', () => {
  test('creates, and the second time changes nothing', async () => {
    const first = await backend.mutation(internal.users.createUser, upsert());
    expect(first).toMatchObject({ outcome: 'applied', before: null, after: { first_name: 'Ada' } });
    const second = await backend.mutation(internal.users.createUser, upsert());
    expect(second).toMatchObject({ outcome: 'unchanged', changed: [] });
    expect(await all(backend, 'users')).toHaveLength(1);
  });

  test('twice at once makes one row', async () => {
    const create = () => backend.mutation(internal.users.createUser, upsert());
    const results = await Promise.all([create(), create(), create()]);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual([
      'applied',
      'unchanged',
      'unchanged',
    ]);
    expect(await all(backend, 'users')).toHaveLength(1);
  });
});

describe('updateUser', () => {
  test('changes the row, and names what differs', async () => {
    await backend.mutation(internal.users.createUser, upsert());
    const later = upsert({ last_name: 'King', updated_at: NOON + 1 });
    expect(await backend.mutation(internal.users.updateUser, later)).toMatchObject({
      outcome: 'applied',
      changed: ['last_name'],
      before: { last_name: 'Lovelace' },
      after: { last_name: 'King' },
    });
  });

  test('creates a user that is missing', async () => {
    const result = await backend.mutation(internal.users.updateUser, upsert());
    expect(result).toMatchObject({ outcome: 'applied', before: null });
    expect(await all(backend, 'users')).toHaveLength(1);
  });
});

describe('deleteUser', () => {
  test('deletes for good', async () => {
    await backend.mutation(internal.users.createUser, upsert());
    expect(await backend.mutation(internal.users.deleteUser, deletion)).toMatchObject({
      outcome: 'applied',
      after: null,
    });
    const later = upsert({ updated_at: NOON + 99_999 });
    expect(await backend.mutation(internal.users.createUser, later)).toMatchObject({
      outcome: 'stale',
    });
    expect(await all(backend, 'users')).toEqual([]);
  });
});

describe('setWorkspace', () => {
  test('sets and clears the field of the app', async () => {
    await deliver(backend, userCreated());
    const set = async (workspace_id: string | null) =>
      await backend.mutation(internal.users.setWorkspace, { clerk_id: 'user_2ada', workspace_id });
    await set('w1');
    expect(await all(backend, 'users')).toMatchObject([{ workspace_id: 'w1' }]);
    await set(null);
    expect((await all(backend, 'users'))[0]).not.toHaveProperty('workspace_id');
  });

  test('of a user that is not there says so', async () => {
    const call = backend.mutation(internal.users.setWorkspace, {
      clerk_id: 'user_2x',
      workspace_id: null,
    });
    await expect(call).rejects.toThrow('There is no user user_2x.');
  });
});

describe('getUserByClerkId', () => {
  const args = { clerk_id: 'user_2ada' };

  test('gives the signed-in user their own row', async () => {
    await deliver(backend, userCreated());
    const ada = backend.withIdentity({ subject: 'user_2ada' });
    expect(await ada.query(api.users.getUserByClerkId, args)).toMatchObject({ first_name: 'Ada' });
  });

  test('gives nobody the row of another', async () => {
    await deliver(backend, userCreated());
    const grace = backend.withIdentity({ subject: 'user_2grace' });
    expect(await grace.query(api.users.getUserByClerkId, args)).toBeNull();
    expect(await backend.query(api.users.getUserByClerkId, args)).toBeNull();
  });

  test('is null while the webhook has not come', async () => {
    const ada = backend.withIdentity({ subject: 'user_2ada' });
    expect(await ada.query(api.users.getUserByClerkId, args)).toBeNull();
  });
});

describe('get', () => {
  test('gives the user, then its tombstone', async () => {
    const { accessKey } = await addOperator(backend, 'redispatcher');
    const get = () => backend.query(api.users.get, { accessKey, clerk_id: 'user_2ada' });
    expect(await get()).toEqual({ user: null, tombstone: null });
    await deliver(backend, userCreated());
    expect(await get()).toMatchObject({ user: { email: 'ada@example.com' }, tombstone: null });
    await deliver(backend, userDeleted());
    expect(await get()).toEqual({
      user: null,
      tombstone: { clerk_id: 'user_2ada', deleted_at: NOON + 60_000 },
    });
  });

  test('masks the user for a viewer', async () => {
    const { accessKey } = await addOperator(backend, 'viewer');
    await deliver(backend, userCreated());
    const { user } = await backend.query(api.users.get, { accessKey, clerk_id: 'user_2ada' });
    expect(user).toMatchObject({ clerk_id: 'user_2ada', clerk_created_at: NOON });
    expect(JSON.stringify(user)).not.toMatch(/Ada|Lovelace|example\.com/);
  });
});

describe('list', () => {
  let accessKey: string;
  beforeEach(async () => {
    ({ accessKey } = await addOperator(backend, 'redispatcher'));
    const people = ['ada', 'adele', 'grace', 'user_2trick'];
    for (const [n, name] of people.entries()) {
      await deliver(
        backend,
        userCreated({ id: `user_2${n}`, ...withEmail(`${name}@Example.com`) }),
      );
    }
  });

  /** Everything that the pages of a list show. */
  async function listed(args: { search?: string; limit?: number }, key = accessKey) {
    const ids: string[] = [];
    let cursor: string | null = null;
    let done = false;
    while (!done) {
      const page: { users: { clerk_id: string }[]; cursor: string | null; done: boolean } =
        await backend.query(api.users.list, { accessKey: key, cursor, ...args });
      ids.push(...page.users.map(({ clerk_id }) => clerk_id));
      ({ cursor, done } = page);
    }
    return ids;
  }

  test.each([1, 3, 100])('gives all users, newest first, by %i a page', async (limit) => {
    expect(await listed({ limit })).toEqual(['user_23', 'user_22', 'user_21', 'user_20']);
  });

  test.each([1, 2, 100])('finds by a prefix of id or e-mail, by %i a page', async (limit) => {
    expect(await listed({ search: 'user_21', limit })).toEqual(['user_21']);
    expect(await listed({ search: 'AD', limit })).toEqual(['user_20', 'user_21']);
    expect(await listed({ search: 'user_2', limit })).toEqual([
      'user_23',
      'user_22',
      'user_21',
      'user_20',
    ]);
    expect(await listed({ search: 'user_2t', limit })).toEqual(['user_23']);
    expect(await listed({ search: 'nobody', limit })).toEqual([]);
  });

  test('lets a viewer find by id only', async () => {
    const viewer = await addOperator(backend, 'viewer');
    expect(await listed({ search: 'ad' }, viewer.accessKey)).toEqual([]);
    expect(await listed({ search: 'user_21' }, viewer.accessKey)).toEqual(['user_21']);
  });

  test('masks users for a viewer', async () => {
    const viewer = await addOperator(backend, 'viewer');
    const page = await backend.query(api.users.list, { accessKey: viewer.accessKey });
    expect(page.users).toHaveLength(4);
    expect(JSON.stringify(page)).not.toMatch(/Ada|Lovelace|example\.com/i);
  });
});
