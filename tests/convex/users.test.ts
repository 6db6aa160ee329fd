import { beforeEach, describe, expect, test, vi } from 'vitest';
import { api, internal } from '../../convex/_generated/api.js';
import { MASK } from '../../webhooks/shared/masking/maskPayload.ts';
import { userFieldsOf } from '../../webhooks/shared/clerkUser.ts';
import {
  addOperator,
  all,
  deliver,
  startBackend,
  type Backend,
} from '../fixtures/deployments/backend.ts';
import {
  clerkUser,
  NOON,
  userCreated,
  userDeleted,
  withEmail,
  type Fields,
} from '../fixtures/data/clerkEvents.ts';

let backend: Backend;
beforeEach(() => {
  backend = startBackend();
});

function upsert(fields: Fields = {}) {
  const user = clerkUser(fields);
  return { clerk_id: String(user.id), fields: userFieldsOf(user), seen_at: NOON + 18 };
}

const deletion = { clerk_id: 'user_2ada' };

describe.each(['createUser', 'updateUser'] as const)('%s', (name) => {
  test('creates a user that is missing', async () => {
    await backend.mutation(internal.users[name], upsert());
    expect(await all(backend, 'users')).toMatchObject([
      { clerk_id: 'user_2ada', first_name: 'Ada', clerk_created_at: NOON },
    ]);
  });

  test('called twice leaves one row, with the values of the second call', async () => {
    await backend.mutation(internal.users[name], upsert());
    await backend.mutation(internal.users[name], upsert({ last_name: 'King' }));
    expect(await all(backend, 'users')).toMatchObject([{ last_name: 'King' }]);
  });

  test('clears fields that Clerk no longer has, and keeps the app’s own fields', async () => {
    await backend.mutation(internal.users[name], upsert());
    const workspace = { clerk_id: 'user_2ada', workspace_id: 'w1' };
    await backend.mutation(internal.users.setWorkspace, workspace);
    await backend.mutation(internal.users[name], upsert({ first_name: null }));
    const [user] = await all(backend, 'users');
    expect(user).toMatchObject({ workspace_id: 'w1', last_name: 'Lovelace' });
    expect(user).not.toHaveProperty('first_name');
  });

  test('keeps the sign-up time of a user whose event has none', async () => {
    await backend.mutation(internal.users[name], upsert());
    await backend.mutation(internal.users[name], upsert({ created_at: undefined }));
    expect(await all(backend, 'users')).toMatchObject([{ clerk_created_at: NOON }]);
  });
});

describe('deleteUser', () => {
  test('deletes a user, and does nothing the second time', async () => {
    await backend.mutation(internal.users.createUser, upsert());
    await backend.mutation(internal.users.deleteUser, deletion);
    await backend.mutation(internal.users.deleteUser, deletion);
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

  test('throws for a missing user', async () => {
    const call = backend.mutation(internal.users.setWorkspace, {
      clerk_id: 'user_2x',
      workspace_id: null,
    });
    await expect(call).rejects.toThrow('There is no user user_2x.');
  });
});

describe('getUserByClerkId', () => {
  const args = { clerk_id: 'user_2ada' };

  test('returns the signed-in user’s own row', async () => {
    await deliver(backend, userCreated());
    const ada = backend.withIdentity({ subject: 'user_2ada' });
    expect(await ada.query(api.users.getUserByClerkId, args)).toMatchObject({ first_name: 'Ada' });
  });

  test('never returns another user’s row', async () => {
    await deliver(backend, userCreated());
    const grace = backend.withIdentity({ subject: 'user_2grace' });
    expect(await grace.query(api.users.getUserByClerkId, args)).toBeNull();
    expect(await backend.query(api.users.getUserByClerkId, args)).toBeNull();
  });

  test.each([
    ['https://clerk.example', { first_name: 'Ada' }],
    ['https://clerk.example/', { first_name: 'Ada' }],
    ['https://other.example', null],
  ])('for an identity of the issuer %s returns %j', async (issuer, expected) => {
    vi.stubEnv('CLERK_JWT_ISSUER_DOMAIN', 'https://clerk.example');
    await deliver(backend, userCreated());
    const ada = backend.withIdentity({ subject: 'user_2ada', issuer });
    const row = await ada.query(api.users.getUserByClerkId, args);
    expect(row && { first_name: row.first_name }).toEqual(expected);
    vi.unstubAllEnvs();
  });

  test('is null while the webhook has not come', async () => {
    const ada = backend.withIdentity({ subject: 'user_2ada' });
    expect(await ada.query(api.users.getUserByClerkId, args)).toBeNull();
  });
});

describe('one user', () => {
  const clerk_id = 'user_2ada';

  test('has the row, the times of its newest event, and the newest delivery', async () => {
    const { accessKey } = await addOperator(backend, 'redispatcher');
    const get = () => backend.query(api.webhookAudit.user, { accessKey, clerk_id });
    expect(await get()).toEqual({ row: null, subject: null, newest: null, open_failure: null });
    const created = await deliver(backend, userCreated());
    expect(await get()).toMatchObject({
      row: { email: 'ada@example.com' },
      subject: { updated_at: NOON, audit_id: created.id, deleted_at: null },
      newest: { _id: created.id },
    });
    await deliver(backend, userDeleted());
    expect(await get()).toMatchObject({ row: null, subject: { deleted_at: NOON + 60_000 } });
  });

  test('is masked for a viewer', async () => {
    const { accessKey } = await addOperator(backend, 'viewer');
    await deliver(backend, userCreated());
    const { row } = await backend.query(api.webhookAudit.user, { accessKey, clerk_id });
    expect(row).toMatchObject({ clerk_id, clerk_created_at: NOON, first_name: MASK });
    expect(JSON.stringify(row)).not.toMatch(/Ada|Lovelace|example\.com/);
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
      const page: { users: { clerk_id: string | null }[]; cursor: string | null; done: boolean } =
        await backend.query(api.webhookAudit.users, { accessKey: key, cursor, ...args });
      ids.push(...page.users.map(({ clerk_id }) => clerk_id!));
      ({ cursor, done } = page);
    }
    return ids;
  }

  test.each([1, 3, 100])('returns all users, newest first, %i a page', async (limit) => {
    expect(await listed({ limit })).toEqual(['user_23', 'user_22', 'user_21', 'user_20']);
  });

  test.each([1, 2, 100])(
    'finds users by a prefix of id, email or name, %i a page',
    async (limit) => {
      expect(await listed({ search: 'user_21', limit })).toEqual(['user_21']);
      expect(await listed({ search: 'AD', limit })).toEqual(['user_20', 'user_21']);
      expect(await listed({ search: 'user_2', limit })).toEqual([
        'user_23',
        'user_22',
        'user_21',
        'user_20',
      ]);
      expect(await listed({ search: 'love', limit })).toEqual([
        'user_20',
        'user_21',
        'user_22',
        'user_23',
      ]);
      expect(await listed({ search: 'user_2t', limit })).toEqual(['user_23']);
      expect(await listed({ search: 'nobody', limit })).toEqual([]);
    },
  );

  test.each([1, 100])('finds by first and last name in any order, by %i a page', async (limit) => {
    const mary = { id: 'user_2mary', first_name: 'Mary Ann', last_name: 'Lovering' };
    await deliver(backend, userCreated({ ...mary, ...withEmail('mary@example.com') }));
    expect(await listed({ search: 'mary love', limit })).toEqual(['user_2mary']);
    expect(await listed({ search: 'Lovering  Ann', limit })).toEqual(['user_2mary']);
    expect(await listed({ search: 'mary ann lovering', limit })).toEqual(['user_2mary']);
    expect(await listed({ search: 'ann mary', limit })).toEqual(['user_2mary']);
    expect(await listed({ search: 'Ann love', limit })).toEqual(['user_2mary']);
    expect(await listed({ search: 'love ada', limit })).toHaveLength(4);
    expect(await listed({ search: 'mary hopper', limit })).toEqual([]);
  });

  test('lets a viewer search only by id', async () => {
    const viewer = await addOperator(backend, 'viewer');
    expect(await listed({ search: 'ad' }, viewer.accessKey)).toEqual([]);
    expect(await listed({ search: 'user_21' }, viewer.accessKey)).toEqual(['user_21']);
  });

  test('masks users for a viewer', async () => {
    const viewer = await addOperator(backend, 'viewer');
    const page = await backend.query(api.webhookAudit.users, { accessKey: viewer.accessKey });
    expect(page.users).toHaveLength(4);
    expect(JSON.stringify(page)).not.toMatch(/Ada|Lovelace|example\.com/i);
  });
});
