// @vitest-environment node
/** The reports of a reconciliation, and the rows that it mends when it is applied. */
import { describe, expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import { all, deliver, startBackendOf } from '../../fixtures/deployments/backend.ts';
import { NOON, userDeleted, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { begin, idsOf, NOTHING, people, person, receive } from './reconciling.ts';

describe('a report', () => {
  test('finds nothing if both sides are equal', async () => {
    const { backend, reconcile } = await begin(people(3));
    await receive(backend, people(3));
    expect(await reconcile()).toMatchObject({
      ...NOTHING,
      state: 'done',
      apply: false,
      compared: 3,
      findings: [],
    });
  });

  test('names users without a row, rows that differ and rows without a user, and changes nothing', async () => {
    const changed = person(2, { username: 'renamed', updated_at: NOON + 60_000 });
    const { backend, reconcile } = await begin([person(1), changed, person(3)]);
    await receive(backend, [person(2), person(3), person(4)]);
    const before = [await all(backend, 'users'), await all(backend, 'webhookAudit')];
    const report = await reconcile();
    expect(report).toMatchObject({
      ...NOTHING,
      compared: 3,
      missing: 1,
      created: 1,
      updated: 1,
      extra: 1,
    });
    expect(report.findings).toEqual(
      expect.arrayContaining([
        { clerk_id: 'user_1', finding: 'created' },
        { clerk_id: 'user_2', finding: 'updated' },
        { clerk_id: 'user_4', finding: 'extra' },
      ]),
    );
    expect([await all(backend, 'users'), await all(backend, 'webhookAudit')]).toEqual(before);
  });

  test('names no user for whom the handler exceeds a limit only after other users', async () => {
    await begin(people(3));
    // For three users more than the 4,096 queries of a transaction.
    const backend = startBackendOf(
      async (ctx) => {
        for (let n = 0; n < 1500; n++) await ctx.db.query('users').first();
      },
      { transactionLimits: true },
    );
    const report = await backend.action(internal.webhookAdmin.reconcile, {});
    expect(report).toMatchObject({ ...NOTHING, compared: 3, findings: [] });
  });

  test('names a row that differs although no event reported the change', async () => {
    const { backend, reconcile } = await begin([person(1)]);
    await receive(backend, [person(1)]);
    await backend.run(async (ctx) => {
      const [user] = await ctx.db.query('users').collect();
      await ctx.db.patch('users', user!._id, { first_name: 'Drifted' });
    });
    expect(await reconcile()).toMatchObject({ ...NOTHING, updated: 1 });
  });

  test("names a row that is newer than Clerk's answer, which is left as it is", async () => {
    const { backend, reconcile } = await begin([person(1)]);
    await receive(backend, [person(1, { username: 'newer', updated_at: NOON + 60_000 })]);
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, newer: 1 });
    expect(await all(backend, 'users')).toMatchObject([{ username: 'newer' }]);
  });

  test('of no users on either side is done', async () => {
    const { reconcile } = await begin([]);
    expect(await reconcile({ apply: true })).toMatchObject({
      ...NOTHING,
      state: 'done',
      compared: 0,
    });
  });

  test('can be read afterwards, the newest first', async () => {
    const { backend, reconcile } = await begin(people(1));
    const first = await reconcile();
    const second = await reconcile({ apply: true });
    const reports = await backend.query(internal.webhookAdmin.reconciliations, {});
    expect(reports).toEqual([second, first]);
  });

  test('counts every finding and lists the first 100', async () => {
    const { reconcile } = await begin(people(130));
    const report = await reconcile();
    expect(report).toMatchObject({ created: 130, missing: 130 });
    expect(report.findings).toHaveLength(100);
  });
});

describe('a reconciliation that is applied', () => {
  test('imports all users, page by page, each as an audit row of its own transaction', async () => {
    const { backend, reconcile } = await begin(people(250));
    const report = await reconcile({ apply: true });
    expect(report).toMatchObject({
      ...NOTHING,
      state: 'done',
      compared: 250,
      missing: 250,
      created: 250,
    });
    expect(await idsOf(backend)).toEqual(people(250).map(({ id }) => id));
    const rows = await all(backend, 'webhookAudit');
    expect(new Set(rows.map(({ seq }) => seq)).size).toBe(250);
    expect(rows[0]).toMatchObject({
      svix_id: expect.stringMatching(/^reconcile_/),
      event_type: 'user.created',
      clerk_user_id: 'user_1',
      user_label: 'Person 1 Lovelace',
      outcome: 'applied',
      attempt: 1,
    });
    const [payload] = await all(backend, 'webhookPayloads');
    expect(JSON.parse(payload!.body).data).toEqual(person(1));
  });

  test('brings rows up to date, and keeps what the app wrote into them', async () => {
    const changed = person(1, { username: 'renamed', updated_at: NOON + 60_000 });
    const { backend, reconcile } = await begin([changed]);
    await receive(backend, [person(1)]);
    const workspace_id = 'workspace_1';
    await backend.mutation(internal.users.setWorkspace, { clerk_id: 'user_1', workspace_id });
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, updated: 1 });
    expect(await all(backend, 'users')).toMatchObject([{ username: 'renamed', workspace_id }]);
    expect((await all(backend, 'webhookAudit')).at(-1)).toMatchObject({
      svix_id: expect.stringMatching(/^reconcile_/),
      event_type: 'user.updated',
      changes: [{ table: 'users', kind: 'update', fields: ['username'] }],
    });
  });

  test('removes a row whose user Clerk no longer has, after asking for that user', async () => {
    const { api, backend, reconcile } = await begin([person(1), person(3)]);
    await receive(backend, people(3));
    const report = await reconcile({ apply: true, remove: 1 });
    expect(report).toMatchObject({ ...NOTHING, rows: 3, extra: 1, removed: 1 });
    expect(api.asked).toContain('GET /v1/users/user_2');
    expect(await idsOf(backend)).toEqual(['user_1', 'user_3']);
    const subjects = await all(backend, 'webhookSubjects');
    expect(subjects.filter(({ deleted_at }) => deleted_at !== undefined)).toMatchObject([
      { subject: 'user_2' },
    ]);
    expect((await all(backend, 'webhookAudit')).at(-1)).toMatchObject({
      svix_id: expect.stringMatching(/^reconcile_/),
      event_type: 'user.deleted',
      clerk_user_id: 'user_2',
    });
  });

  test('does not remove a row whose user is on no list but can be read from Clerk', async () => {
    const { api, backend, reconcile } = await begin(people(3));
    await receive(backend, people(3));
    const all3 = api.users;
    api.intercept = () => {
      // Clerk's list lags behind, but reading a single user does not.
      api.users = api.asked.at(-1)!.includes('/v1/users?') ? [person(1), person(3)] : all3;
    };
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, extra: 0 });
    expect(await idsOf(backend)).toEqual(['user_1', 'user_2', 'user_3']);
  });

  test('removes no row that came after the run started', async () => {
    const { backend, reconcile } = await begin([]);
    const run = await backend.mutation(internal.webhookAdmin.startReconciliation, { apply: true });
    const started = Date.now();
    await vi.waitUntil(() => Date.now() > started, { interval: 1 });
    await receive(backend, [person(1)]);
    expect(await reconcile({ run })).toMatchObject({ state: 'done', extra: 0, removed: 0 });
    expect(await idsOf(backend)).toEqual(['user_1']);
  });

  test('does not bring back a user who was deleted here', async () => {
    const { backend, reconcile } = await begin([person(1)]);
    await receive(backend, [person(1)]);
    await deliver(backend, userDeleted('user_1'));
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, missing: 1, created: 0 });
    expect(await all(backend, 'users')).toEqual([]);
  });

  test('finds nothing the second time', async () => {
    const { backend, reconcile } = await begin(people(120));
    await receive(backend, [person(1, { username: 'old', updated_at: NOON }), person(500)]);
    await reconcile({ apply: true, remove: 1 });
    const rows = await all(backend, 'webhookAudit');
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, compared: 120 });
    expect(await all(backend, 'webhookAudit')).toEqual(rows);
  });

  test('leaves the same rows as the webhooks would have', async () => {
    const { backend, reconcile } = await begin([person(1)]);
    await reconcile({ apply: true });
    const late = userUpdated(person(1, { username: 'late', updated_at: NOON }));
    expect(await deliver(backend, late)).toMatchObject({ outcome: 'stale' });
    const newer = userUpdated(person(1, { username: 'newer', updated_at: NOON + 60_000 }));
    expect(await deliver(backend, newer)).toMatchObject({ outcome: 'applied' });
  });
});
