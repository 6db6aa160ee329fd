// @vitest-environment node
/** Rows whose users Clerk no longer has, and how many of them are removed. */
import { describe, expect, test } from 'vitest';
import { all } from '../../fixtures/deployments/backend.ts';
import { begin, idsOf, NOTHING, people, person, receive } from './reconciling.ts';

describe('rows whose users Clerk no longer has', () => {
  /** A backend with `rows` rows, and a Clerk without `gone` of these users. */
  async function beginWithout(gone: number, rows: number) {
    const begun = await begin(people(rows).slice(gone));
    await receive(begun.backend, people(rows));
    return begun;
  }

  test.each([
    [1, 20],
    [10, 200],
  ])('%i of %i are removed', async (gone, rows) => {
    const { backend, reconcile } = await beginWithout(gone, rows);
    const report = await reconcile({ apply: true });
    expect(report).toMatchObject({ ...NOTHING, state: 'done', rows, extra: gone, removed: gone });
    expect(await all(backend, 'users')).toHaveLength(rows - gone);
  });

  test.each([
    [1, 19],
    [11, 220],
    [3, 3],
  ])('%i of %i are not removed, and nothing else is done', async (gone, rows) => {
    const { api, backend, reconcile } = await beginWithout(gone, rows);
    api.users = [...api.users, person(1000)];
    const report = await reconcile({ apply: true });
    expect(report).toMatchObject({ ...NOTHING, state: 'failed', rows, extra: gone });
    expect(report.error).toBe(
      `Clerk does not have ${gone} of the ${rows} users here: more than 10, or more than 5 %. ` +
        'Check that CLERK_SECRET_KEY is of the right instance. To remove exactly these ' +
        `${gone}, go on with \`npx convex run webhookAdmin:reconcile '{"run":"${report.run}","remove":${gone}}'\`; ` +
        `to keep them, with \`npx convex run webhookAdmin:reconcile '{"run":"${report.run}","remove":0}'\`.`,
    );
    expect(await all(backend, 'users')).toHaveLength(rows);
    const subjects = await all(backend, 'webhookSubjects');
    expect(subjects.filter(({ deleted_at }) => deleted_at !== undefined)).toEqual([]);
  });

  test('are removed once their exact number is given, in that run or a new one', async () => {
    for (const again of [false, true]) {
      const { backend, reconcile } = await beginWithout(4, 6);
      const { run } = await reconcile({ apply: true });
      const args = again ? { apply: true, remove: 4 } : { run, remove: 4 };
      expect(await reconcile(args)).toMatchObject({ state: 'done', extra: 4, removed: 4 });
      expect(await idsOf(backend)).toEqual(['user_5', 'user_6']);
    }
  });

  test.each([3, 5])('are not removed when another number is given: %i', async (remove) => {
    const { backend, reconcile } = await beginWithout(4, 6);
    const report = await reconcile({ apply: true, remove });
    expect(report).toMatchObject({ state: 'failed', removed: 0 });
    expect(report.error).toContain(
      `Clerk does not have 4 of the 6 users here, and \`remove\` is ${remove}.`,
    );
    expect(await all(backend, 'users')).toHaveLength(6);
  });

  test('are kept with `remove` 0, and the others are mended', async () => {
    const { api, backend, reconcile } = await beginWithout(3, 3);
    api.users = [person(4)];
    expect(await reconcile({ apply: true, remove: 0 })).toMatchObject({
      state: 'done',
      extra: 3,
      removed: 0,
      created: 1,
    });
    expect(await idsOf(backend)).toEqual(['user_1', 'user_2', 'user_3', 'user_4']);
  });

  test('are never removed beyond the number that was counted', async () => {
    const { api, backend, reconcile } = await beginWithout(1, 40);
    api.intercept = () => {
      if (api.asked.at(-1)!.includes('order_by')) api.users = [];
    };
    expect(await reconcile({ apply: true })).toMatchObject({ extra: 1, removed: 1 });
    expect(await all(backend, 'users')).toHaveLength(39);
  });

  test.each([
    ['a 404 of another server than Clerk', { status: 404, headers: {} }],
    ['another 4xx', { status: 410, headers: {} }],
  ])('are not removed after %s', async (_name, answer) => {
    const { api, backend, reconcile } = await beginWithout(1, 40);
    api.intercept = () => (api.asked.at(-1)!.includes('/v1/users/') ? answer : undefined);
    expect(await reconcile({ apply: true })).toMatchObject({
      ...NOTHING,
      state: 'failed',
      error: expect.stringMatching(/Check CLERK_API_URL/),
    });
    expect(await all(backend, 'users')).toHaveLength(40);
  });

  test.each([-1, 1.5, NaN])('cannot be confirmed by the number %d', async (remove) => {
    const { backend, reconcile } = await begin([]);
    await expect(reconcile({ apply: true, remove })).rejects.toThrow(/must be a whole number/);
    expect(await all(backend, 'webhookReconciliations')).toEqual([]);
  });
});
