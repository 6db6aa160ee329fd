import { expect, test } from 'vitest';
import { previewSelection } from '../../../convex/model/previewSelection.ts';
import { deliver, startBackend, type Backend } from '../../fixtures/backend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';

const selection = { where: { event_type: 'user.updated' }, since: 0 };
const NO_LIMITS = { rows: Infinity, bytes: Infinity, users: Infinity };

/** Every part of a preview with force, under smaller limits than the usual ones. */
async function previewAll(backend: Backend, limits: Partial<typeof NO_LIMITS>) {
  const parts = [];
  let next: string | null = null;
  let state: string | null = null;
  for (;;) {
    const request: Parameters<typeof previewSelection>[1] = { selection, force: true, next, state };
    const part = await backend.run(
      async (ctx) => await previewSelection(ctx, request, { ...NO_LIMITS, ...limits }),
    );
    parts.push(part);
    if (part.done) return parts;
    ({ next, state } = part);
  }
}

/** One user, changed again and again. */
async function withChanges(count: number) {
  const backend = startBackend();
  for (let i = 1; i <= count; i++) {
    await deliver(backend, userUpdated({ updated_at: NOON + i, first_name: `Ada ${i}` }));
  }
  return backend;
}

test.each([
  ['rows', { rows: 2 }],
  ['bytes', { bytes: 30_000 }],
])(
  'a part ends at a limit of %s, and the next one goes on with what was planned',
  async (_, limits) => {
    const backend = await withChanges(7);
    const [whole] = await previewAll(backend, {});
    const parts = await previewAll(backend, limits);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map(({ counts }) => counts.applied).reduce((a, b) => a + b)).toBe(7);
    expect(whole!.counts.applied).toBe(7);
    expect(parts.at(-1)!.users).toEqual(whole!.users);
    expect(parts.at(-1)).toMatchObject({ next: null, state: null, done: true, more: false });
  },
);

test('one event is read, however large', async () => {
  const backend = await withChanges(3);
  const parts = await previewAll(backend, { bytes: 1 });
  expect(parts.map(({ counts }) => counts.applied)).toEqual([1, 1, 1]);
});

/** Changes of users who are not there any more, so that each of them would change its user. */
async function withGoneUsers(...ids: string[]) {
  const backend = startBackend();
  for (const [n, id] of ids.entries()) {
    await deliver(backend, userUpdated({ id, updated_at: NOON + n, username: `name ${n}` }));
  }
  await backend.run(async (ctx) => {
    for (const { _id } of await ctx.db.query('users').collect()) await ctx.db.delete('users', _id);
  });
  return backend;
}

test('a preview ends before one user more than it may remember, and says that there is more', async () => {
  const backend = await withGoneUsers('user_1', 'user_2', 'user_3', 'user_4', 'user_5');
  expect(await previewAll(backend, { users: 3 })).toMatchObject([
    {
      counts: { applied: 3 },
      users: [{ clerk_id: 'user_1' }, { clerk_id: 'user_2' }, { clerk_id: 'user_3' }],
      next: null,
      state: null,
      done: true,
      more: true,
    },
  ]);
});

test('what follows of users that it remembers is told, and so nothing is more', async () => {
  const backend = await withGoneUsers('user_1', 'user_2', 'user_1', 'user_2');
  expect(await previewAll(backend, { users: 2 })).toMatchObject([
    { counts: { applied: 4 }, done: true, more: false },
  ]);
});

test('users that would not change are not remembered', async () => {
  const backend = startBackend();
  for (let i = 1; i <= 5; i++) await deliver(backend, userUpdated({ id: `user_${i}` }));
  const parts = await previewAll(backend, { users: 1 });
  expect(parts).toMatchObject([
    { counts: { unchanged: 5 }, users: [], next: null, done: true, more: false },
  ]);
});

test('an event without a user is counted as ignored', async () => {
  const backend = startBackend();
  await deliver(backend, { ...userCreated({ id: undefined }), type: 'user.updated' });
  const parts = await previewAll(backend, {});
  expect(parts).toMatchObject([{ counts: { ignored: 1 }, users: [], done: true }]);
});

test('of what would be applied it counts what failed when it came', async () => {
  const backend = await withGoneUsers('user_1', 'user_2', 'user_3');
  await backend.run(async (ctx) => {
    const [one, , three] = await ctx.db.query('webhookAudit').collect();
    await ctx.db.patch('webhookAudit', one!._id, { outcome: 'failed' });
    await ctx.db.patch('webhookAudit', three!._id, { outcome: 'failed' });
  });
  const parts = await previewAll(backend, { rows: 2 });
  const failed = parts.map(({ failed_before }) => failed_before);
  expect(failed.reduce((a, b) => a + b)).toBe(2);
});
