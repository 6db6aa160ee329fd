// @vitest-environment node
/** Users that are created and deleted at Clerk while a reconciliation reads them. */
import { describe, expect, test } from 'vitest';
import { all } from '../../fixtures/deployments/backend.ts';
import { NOON } from '../../fixtures/data/clerkEvents.ts';
import { begin, byNumber, idsOf, NOTHING, people, receive } from './reconciling.ts';

describe('while a reconciliation reads', () => {
  test('the user after whom the next page begins may be deleted', async () => {
    const { api, backend, reconcile } = await begin(people(250));
    api.intercept = (asked) => {
      if (asked === 2)
        api.users = api.users.filter(({ id }) => id !== 'user_99' && id !== 'user_100');
    };
    const report = await reconcile({ apply: true });
    expect(report).toMatchObject({ state: 'done', compared: 250, created: 250 });
    expect(await idsOf(backend)).toEqual(people(250).map(({ id }) => id));
  });

  test('all users of the page before may be deleted', async () => {
    const { api, backend, reconcile } = await begin(people(150));
    api.intercept = (asked) => {
      if (asked === 2) api.users = api.users.slice(100);
    };
    expect(await reconcile({ apply: true })).toMatchObject({ state: 'done', created: 150 });
    expect(await all(backend, 'users')).toHaveLength(150);
  });

  test('no user is missed because others are deleted between pages', async () => {
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
