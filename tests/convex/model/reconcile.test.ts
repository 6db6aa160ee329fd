// @vitest-environment node
import { afterEach, describe, expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import { onUserChange } from '../../../convex/model/onUserChange.ts';
import { all, deliver, startBackend, type Backend } from '../../fixtures/backend.ts';
import { SECRET_KEY, startClerkApi, type ClerkApi } from '../../fixtures/clerkApi.ts';
import {
  clerkUser,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  withEmail,
  type Fields,
} from '../../fixtures/clerkEvents.ts';

vi.mock('../../../convex/model/onUserChange.ts', () => ({ onUserChange: vi.fn() }));

const running: ClerkApi[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await Promise.all(running.splice(0).map(async (api) => await api.close()));
});

/** The nth user, a second younger than the one before. */
function person(n: number, fields: Fields = {}): Fields {
  const at = NOON + n * 1000;
  return clerkUser({
    id: `user_${n}`,
    first_name: `Person ${n}`,
    ...withEmail(`person${n}@example.com`),
    created_at: at,
    updated_at: at,
    ...fields,
  });
}

function people(count: number): Fields[] {
  return Array.from({ length: count }, (_, i) => person(i + 1));
}

/** A backend and a Clerk that has these users. */
async function begin(users: Fields[]) {
  const api = await startClerkApi(users);
  running.push(api);
  vi.stubEnv('CLERK_SECRET_KEY', SECRET_KEY);
  vi.stubEnv('CLERK_API_URL', api.url);
  const backend = startBackend();
  const reconcile = async (args: { apply?: boolean; run?: Id<'reconciliations'> } = {}) =>
    await backend.action(internal.admin.reconcile, args);
  return { api, backend, reconcile };
}

/** Each user's creation is delivered. What starts after is later by the clock's milliseconds, too. */
async function receive(backend: Backend, users: Fields[]) {
  for (const user of users) await deliver(backend, { ...userCreated(user), data: user });
  const last = Date.now();
  await vi.waitUntil(() => Date.now() > last, { interval: 1 });
}

/** The ids of the rows, in order. */
async function idsOf(backend: Backend) {
  return (await all(backend, 'users')).map(({ clerk_id }) => clerk_id).toSorted(byNumber);
}

function byNumber(a: string, b: string) {
  return Number(a.slice(5)) - Number(b.slice(5));
}

const NOTHING = { missing: 0, created: 0, updated: 0, newer: 0, extra: 0, removed: 0, failed: 0 };

describe('a report', () => {
  test('of equal sides finds nothing', async () => {
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

  test('names a row that differs though no event said so', async () => {
    const { backend, reconcile } = await begin([person(1)]);
    await receive(backend, [person(1)]);
    await backend.run(async (ctx) => {
      const [user] = await ctx.db.query('users').collect();
      await ctx.db.patch('users', user!._id, { first_name: 'Drifted' });
    });
    expect(await reconcile()).toMatchObject({ ...NOTHING, updated: 1 });
  });

  test('leaves a row alone that is newer than what Clerk answered, and says so', async () => {
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
    const reports = await backend.query(internal.admin.reconciliations, {});
    expect(reports).toEqual([second, first]);
  });

  test('counts every finding and lists the first 100', async () => {
    const { reconcile } = await begin(people(130));
    const report = await reconcile();
    expect(report).toMatchObject({ created: 130, missing: 130 });
    expect(report.findings).toHaveLength(100);
  });
});

describe('applied', () => {
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
      source: 'reconcile',
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
      source: 'reconcile',
      event_type: 'user.updated',
      changed: ['username'],
    });
  });

  test('removes a row whose user Clerk no longer has, after asking for that user', async () => {
    const { api, backend, reconcile } = await begin([person(1), person(3)]);
    await receive(backend, people(3));
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, extra: 1, removed: 1 });
    expect(api.asked).toContain('GET /v1/users/user_2');
    expect(await idsOf(backend)).toEqual(['user_1', 'user_3']);
    expect(await all(backend, 'userTombstones')).toMatchObject([{ clerk_id: 'user_2' }]);
    expect((await all(backend, 'webhookAudit')).at(-1)).toMatchObject({
      source: 'reconcile',
      event_type: 'user.deleted',
      clerk_user_id: 'user_2',
    });
  });

  test('removes no row that no page had, when Clerk has its user after all', async () => {
    const { api, backend, reconcile } = await begin(people(3));
    await receive(backend, people(3));
    const all3 = api.users;
    api.intercept = () => {
      // The list lags behind; single users do not.
      api.users = api.asked.at(-1)!.includes('/v1/users?') ? [person(1), person(3)] : all3;
    };
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, extra: 0 });
    expect(await idsOf(backend)).toEqual(['user_1', 'user_2', 'user_3']);
  });

  test('removes no row that came after the run started', async () => {
    const { api, backend, reconcile } = await begin([]);
    let sent = false;
    api.intercept = () => {
      if (!sent) late = receive(backend, [person(1)]);
      sent = true;
    };
    let late: Promise<void> | undefined;
    const { run } = await reconcile();
    await late;
    expect(await idsOf(backend)).toEqual(['user_1']);
    expect(await reconcile({ apply: true, run })).toMatchObject({ extra: 0, removed: 0 });
    expect(await idsOf(backend)).toEqual(['user_1']);
  });

  test('does not bring back a user who was deleted here', async () => {
    const { backend, reconcile } = await begin([person(1)]);
    await receive(backend, [person(1)]);
    await deliver(backend, userDeleted('user_1'));
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, missing: 1, created: 0 });
    expect(await all(backend, 'users')).toEqual([]);
  });

  test('a second time finds nothing', async () => {
    const { backend, reconcile } = await begin(people(120));
    await receive(backend, [person(1, { username: 'old', updated_at: NOON }), person(500)]);
    await reconcile({ apply: true });
    const rows = await all(backend, 'webhookAudit');
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, compared: 120 });
    expect(await all(backend, 'webhookAudit')).toEqual(rows);
  });

  test('ends as the webhooks would have', async () => {
    const { backend, reconcile } = await begin([person(1)]);
    await reconcile({ apply: true });
    const late = userUpdated(person(1, { username: 'late', updated_at: NOON }));
    expect(await deliver(backend, late)).toMatchObject({ outcome: 'stale' });
    const newer = userUpdated(person(1, { username: 'newer', updated_at: NOON + 60_000 }));
    expect(await deliver(backend, newer)).toMatchObject({ outcome: 'applied' });
  });
});

describe('while it reads', () => {
  test('users deleted between pages hide none of those after them', async () => {
    const { api, backend, reconcile } = await begin(people(250));
    api.intercept = (asked) => {
      if (asked === 2)
        api.users = api.users.filter(({ id }) => byNumber(String(id), 'user_51') > 0);
    };
    const report = await reconcile({ apply: true });
    expect(report.state).toBe('done');
    const expected = people(250).map(({ id }) => id);
    expect(await idsOf(backend)).toEqual(expected);
    expect(report.compared).toBe(250);
  });

  test('users created between pages are found', async () => {
    const { api, backend, reconcile } = await begin(people(150));
    api.intercept = (asked) => {
      if (asked === 2) api.users = people(260);
    };
    expect(await reconcile({ apply: true })).toMatchObject({ compared: 260, created: 260 });
    expect(await idsOf(backend)).toHaveLength(260);
  });

  test('users of the same creation time are all found', async () => {
    const users = people(230).map((user) => ({ ...user, created_at: NOON }));
    const { backend, reconcile } = await begin(users);
    await receive(backend, users.slice(0, 220));
    expect(await reconcile({ apply: true })).toMatchObject({
      compared: 230,
      created: 10,
      extra: 0,
    });
  });

  test('more extra rows than one call reads are all found', async () => {
    const { backend, reconcile } = await begin([]);
    await receive(
      backend,
      people(130).map((user) => ({ ...user, created_at: NOON })),
    );
    expect(await reconcile()).toMatchObject({ ...NOTHING, extra: 130 });
  });
});

describe('when Clerk refuses or fails', () => {
  test('it waits as long as a 429 asks, and goes on', async () => {
    const { api, backend, reconcile } = await begin(people(120));
    const asked: number[] = [];
    api.intercept = (nth) => {
      asked.push(performance.now());
      if (nth === 2) return { status: 429, headers: { 'Retry-After': '2' } };
    };
    expect(await reconcile({ apply: true })).toMatchObject({ state: 'done', created: 120 });
    // Timers may fire a little early.
    expect(asked[2]! - asked[1]!).toBeGreaterThan(1990);
    expect(api.asked[1]).toBe(api.asked[2]);
    expect(await idsOf(backend)).toHaveLength(120);
  });

  test('it tries again after a 500', async () => {
    const { api, reconcile } = await begin(people(1));
    api.intercept = (asked) => (asked === 1 ? { status: 503 } : undefined);
    expect(await reconcile()).toMatchObject({ state: 'done', compared: 1 });
  });

  test('it fails when Clerk does nothing else', async () => {
    const { api, reconcile } = await begin(people(1));
    api.intercept = () => ({ status: 503, headers: { 'Retry-After': '0' } });
    expect(await reconcile()).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('Clerk answered 503 5 times in a row.'),
    });
    expect(api.asked).toHaveLength(5);
  });

  test('it gives up a request that is never answered, and asks again', async () => {
    const { api, reconcile } = await begin(people(3));
    const { setTimeout } = globalThis;
    let timeIsUp = () => {};
    vi.stubGlobal('setTimeout', (run: () => void, ms?: number, ...args: unknown[]) => {
      if (ms !== 30_000) return setTimeout(run, ms, ...args);
      timeIsUp = run;
      return 0;
    });
    api.intercept = (asked) => {
      if (asked > 1) return;
      timeIsUp();
      return 'no answer';
    };
    expect(await reconcile()).toMatchObject({ state: 'done', compared: 3 });
    expect(api.asked.slice(0, 2)).toEqual([api.asked[0], api.asked[0]]);
  });

  test('it asks again when an answer breaks off', async () => {
    const { api, reconcile } = await begin(people(3));
    api.intercept = (asked) => (asked === 1 ? 'half an answer' : undefined);
    expect(await reconcile()).toMatchObject({ state: 'done', compared: 3 });
  });

  test('it fails midway with a report, and goes on from there, counting nothing twice', async () => {
    const { api, backend, reconcile } = await begin(people(250));
    api.intercept = () => (api.asked.at(-1)!.includes('offset=198') ? { status: 401 } : undefined);
    const failed = await reconcile({ apply: true });
    expect(failed).toMatchObject({
      state: 'failed',
      compared: 199,
      created: 199,
      error: expect.stringMatching(/Clerk refused CLERK_SECRET_KEY .*"run":"/),
    });
    api.intercept = () => {};
    const asked = api.asked.length;
    const { run } = failed;
    expect(await reconcile({ run })).toMatchObject({
      run,
      state: 'done',
      compared: 250,
      created: 250,
    });
    expect(api.asked[asked]).toContain('offset=198');
    expect((await all(backend, 'webhookAudit')).length).toBe(250);
  });

  test('what does not fit into one action goes on in another one by itself', async () => {
    const extra = people(170).slice(110);
    const { api, backend, reconcile } = await begin(people(110));
    await receive(backend, extra);
    let now = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => now);
    // A page takes Clerk five of the minutes that an action has, a single user ten seconds.
    api.intercept = () => {
      now += api.asked.at(-1)!.includes('/v1/users?') ? 5 * 60_000 : 10_000;
    };
    const first = await reconcile({ apply: true });
    expect(first).toMatchObject({ state: 'running', compared: 110, created: 110, removed: 0 });
    let report = first;
    while (report.state === 'running') {
      await backend.finishInProgressScheduledFunctions();
      await new Promise((resolve) => setTimeout(resolve, 5));
      [report] = (await backend.query(internal.admin.reconciliations, {})) as [typeof first];
    }
    vi.restoreAllMocks();
    expect(report).toMatchObject({
      run: first.run,
      state: 'done',
      compared: 110,
      created: 110,
      extra: 60,
      removed: 60,
    });
    const scheduled = await backend.run(
      async (ctx) => await ctx.db.system.query('_scheduled_functions').collect(),
    );
    expect(scheduled.length).toBeGreaterThanOrEqual(4);
    expect(await idsOf(backend)).toEqual(people(110).map(({ id }) => id));
  });

  test('a run that was cut off in the middle of a page goes on, counting nothing twice', async () => {
    const { backend, reconcile } = await begin(people(30));
    const run = await backend.mutation(internal.reconciliations.start, { apply: true });
    const body = JSON.stringify({ ...userCreated(), data: person(1) });
    const found = { clerk_id: 'user_1', finding: 'created' } as const;
    await backend.mutation(internal.reconciliations.mend, { run, found, body });
    expect(await reconcile({ run })).toMatchObject({ state: 'done', compared: 30, created: 30 });
    expect(await all(backend, 'webhookAudit')).toHaveLength(30);
  });

  test.each([
    ['no key is set', { CLERK_SECRET_KEY: '' }, /CLERK_SECRET_KEY is not set.*convex env set/],
    ['the key is wrong', { CLERK_SECRET_KEY: 'sk_test_wrong' }, /refused CLERK_SECRET_KEY \(401\)/],
  ])('when %s it says what to do, and not the key', async (_, env, message) => {
    const { reconcile } = await begin(people(1));
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const report = await reconcile();
    expect(report).toMatchObject({ state: 'failed', error: expect.stringMatching(message) });
    expect(JSON.stringify(report)).not.toContain('sk_test');
  });

  test('when something else answers, it says what to check', async () => {
    const { api, reconcile } = await begin([]);
    vi.stubEnv('CLERK_API_URL', `${api.url}/elsewhere/`);
    expect(await reconcile()).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/Check CLERK_API_URL/),
    });
  });

  test('when something throws that nobody foresaw, the report says how to go on', async () => {
    const { backend, reconcile } = await begin(people(1));
    await receive(backend, people(1));
    // A second row of one user cannot come about.
    const double = await backend.run(async (ctx) => {
      const { _id, _creationTime, ...user } = (await ctx.db.query('users').first())!;
      return await ctx.db.insert('users', user);
    });
    await expect(reconcile()).rejects.toThrow(/unique/);
    const [report] = await backend.query(internal.admin.reconciliations, {});
    expect(report).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/threw an error.*"run":"/),
    });
    await backend.run(async (ctx) => await ctx.db.delete('users', double));
    const { run } = report!;
    const done = await reconcile({ run });
    expect(done).toMatchObject({ run, state: 'done', compared: 1 });
    expect(done).not.toHaveProperty('error');
  });

  test('going on with a run that is not kept any more is refused in words', async () => {
    const { backend, reconcile } = await begin([]);
    const { run } = await reconcile();
    await backend.run(async (ctx) => await ctx.db.delete('reconciliations', run));
    await expect(reconcile({ run })).rejects.toThrow('There is no such reconciliation');
  });

  test('when applying throws, an audit row says so, and the others are mended', async () => {
    const { backend, reconcile } = await begin(people(3));
    vi.mocked(onUserChange).mockResolvedValueOnce().mockRejectedValueOnce(new Error('no'));
    expect(await reconcile({ apply: true })).toMatchObject({
      ...NOTHING,
      state: 'done',
      compared: 3,
      missing: 2,
      created: 2,
      failed: 1,
    });
    expect(await idsOf(backend)).toEqual(['user_1', 'user_3']);
    const rows = await all(backend, 'webhookAudit');
    expect(rows.map(({ outcome }) => outcome)).toEqual(['applied', 'failed', 'applied']);
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, missing: 1, created: 1 });
  });
});
