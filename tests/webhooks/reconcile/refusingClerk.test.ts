// @vitest-environment node
/** A Clerk that refuses, fails or never answers, and a run that continues afterwards. */
import { describe, expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import { all } from '../../fixtures/deployments/backend.ts';
import { startClerkApi } from '../../fixtures/deployments/clerkApi.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { begin, idsOf, NOTHING, people, person, receive, running } from './reconciling.ts';

describe('when Clerk refuses or fails', () => {
  test('a run waits as long as a 429 asks, and continues', async () => {
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

  test('a run tries again after a 500', async () => {
    const { api, reconcile } = await begin(people(1));
    api.intercept = (asked) => (asked === 1 ? { status: 503 } : undefined);
    expect(await reconcile()).toMatchObject({ state: 'done', compared: 1 });
  });

  test('a run fails when every answer of Clerk is an error', async () => {
    const { api, reconcile } = await begin(people(1));
    api.intercept = () => ({ status: 503, headers: { 'Retry-After': '0' } });
    expect(await reconcile()).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('Clerk answered 503 5 times in a row.'),
    });
    expect(api.asked).toHaveLength(5);
  });

  test('a run follows no redirect, so that nobody else gets the secret key', async () => {
    const { api, reconcile } = await begin(people(1));
    const elsewhere = await startClerkApi(people(1));
    running.push(elsewhere);
    const location = `${elsewhere.url}/v1/users`;
    api.intercept = () => ({ status: 302, headers: { location } });
    expect(await reconcile()).toMatchObject({
      state: 'failed',
      error: expect.stringContaining("Clerk's API redirected elsewhere. Check CLERK_API_URL."),
    });
    expect(api.asked).toHaveLength(1);
    expect(elsewhere.asked).toEqual([]);
  });

  test('a run gives up a request that is never answered, and repeats it', async () => {
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

  test('a run repeats a request whose answer breaks off', async () => {
    const { api, reconcile } = await begin(people(3));
    api.intercept = (asked) => (asked === 1 ? 'half an answer' : undefined);
    expect(await reconcile()).toMatchObject({ state: 'done', compared: 3 });
  });

  test('a run that fails midway reports it, and continues from there without counting anything twice', async () => {
    const { api, backend, reconcile } = await begin(people(250));
    const third = 'starting_after=user_200';
    api.intercept = () => (api.asked.at(-1)!.includes(third) ? { status: 401 } : undefined);
    const failed = await reconcile({ apply: true });
    expect(failed).toMatchObject({
      state: 'failed',
      compared: 200,
      created: 200,
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
    expect(api.asked[asked]).toContain(third);
    expect((await all(backend, 'webhookAudit')).length).toBe(250);
  });

  test('a run that does not fit into one action continues by itself in another', async () => {
    const extra = people(170).slice(110);
    const { api, backend, reconcile } = await begin(people(110));
    await receive(backend, extra);
    let now = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => now);
    // Clerk takes five of an action's ten minutes for a page, and ten seconds for a single user.
    api.intercept = () => {
      now += api.asked.at(-1)!.includes('/v1/users?') ? 5 * 60_000 : 10_000;
    };
    const first = await reconcile({ apply: true, remove: 60 });
    expect(first).toMatchObject({ state: 'running', compared: 0, removed: 0 });
    expect(first.extra).toBeGreaterThan(0);
    expect(first.extra).toBeLessThan(60);
    let report = first;
    while (report.state === 'running') {
      await backend.finishInProgressScheduledFunctions();
      await new Promise((resolve) => setTimeout(resolve, 5));
      [report] = (await backend.query(internal.webhookAdmin.reconciliations, {})) as [typeof first];
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

  test('a run that was cut off in the middle of a page continues without counting anything twice', async () => {
    const { backend, reconcile } = await begin(people(30));
    const run = await backend.mutation(internal.webhookAdmin.startReconciliation, { apply: true });
    const body = JSON.stringify({ ...userCreated(), data: person(1) });
    const found = { clerk_id: 'user_1', finding: 'created' } as const;
    await backend.mutation(internal.webhookAdmin.mendUser, { run, found, body });
    expect(await reconcile({ run })).toMatchObject({ state: 'done', compared: 30, created: 30 });
    expect(await all(backend, 'webhookAudit')).toHaveLength(30);
  });

  test.each([
    ['no key is set', { CLERK_SECRET_KEY: '' }, /CLERK_SECRET_KEY is not set.*convex env set/],
    ['the key is wrong', { CLERK_SECRET_KEY: 'sk_test_wrong' }, /refused CLERK_SECRET_KEY \(401\)/],
  ])(
    'when %s the report says what to do, and does not contain the key',
    async (_, env, message) => {
      const { reconcile } = await begin(people(1));
      for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
      const report = await reconcile();
      expect(report).toMatchObject({ state: 'failed', error: expect.stringMatching(message) });
      expect(JSON.stringify(report)).not.toContain('sk_test');
    },
  );

  test('when another server answers, the report says what to check', async () => {
    const { api, reconcile } = await begin([]);
    vi.stubEnv('CLERK_API_URL', `${api.url}/elsewhere/`);
    expect(await reconcile()).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/Check CLERK_API_URL/),
    });
  });

  test('after an unexpected error the report says how to continue', async () => {
    const { backend, reconcile } = await begin(people(1));
    await receive(backend, people(1));
    // In practice a user cannot have two order rows.
    const double = await backend.run(async (ctx) => {
      const { _id, _creationTime, ...subject } = (await ctx.db.query('webhookSubjects').first())!;
      return await ctx.db.insert('webhookSubjects', subject);
    });
    await expect(reconcile()).rejects.toThrow(/unique/);
    const [report] = await backend.query(internal.webhookAdmin.reconciliations, {});
    expect(report).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/threw an error.*"run":"/),
    });
    await backend.run(async (ctx) => await ctx.db.delete('webhookSubjects', double));
    const { run } = report!;
    const done = await reconcile({ run });
    expect(done).toMatchObject({ run, state: 'done', compared: 1 });
    expect(done).not.toHaveProperty('error');
  });

  test('continuing a run that is no longer kept is refused with a message', async () => {
    const { backend, reconcile } = await begin([]);
    const { run } = await reconcile();
    await backend.run(async (ctx) => await ctx.db.delete('webhookReconciliations', run));
    await expect(reconcile({ run })).rejects.toThrow('There is no such reconciliation');
  });

  test('when applying throws, an audit row says so, and the others are mended', async () => {
    let isDown = true;
    const { backend, reconcile } = await begin(people(3), async ({ data }) => {
      if (isDown && data.id === 'user_2') throw new Error('no');
    });
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
    isDown = false;
    expect(await reconcile({ apply: true })).toMatchObject({ ...NOTHING, missing: 1, created: 1 });
  });
});
