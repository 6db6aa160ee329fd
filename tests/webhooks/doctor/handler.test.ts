/** The doctor on the app's handler and its users table. */
import { describe, expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import { clerkEvent, NOON, userCreated, userDeleted } from '../../fixtures/data/clerkEvents.ts';
import { deliver, findingOf, keepsUsersIn, startApp, throwsFor, type Handler } from './app.ts';
import { HOUR, stopTheClock } from './clock.ts';

stopTheClock();

describe('the handler', () => {
  test('has not run yet', async () => {
    const app = startApp();
    expect(await findingOf(app, 'handler')).toMatchObject({ state: 'unknown' });
  });

  test('that fails for one event is marked "look"', async () => {
    const app = startApp({ handler: throwsFor('user_2eve') });
    await deliver(app, userCreated());
    await deliver(app, userCreated({ id: 'user_2eve' }));
    expect(await findingOf(app, 'handler')).toMatchObject({
      state: 'look',
      text: 'Your handler failed for the newest event: No row for user_2eve',
    });
  });

  test('that has failed for every event since a time is marked "wrong"', async () => {
    const app = startApp({ handler: throwsFor('user_2eve', 'user_2bob') });
    await deliver(app, userCreated());
    vi.setSystemTime(NOON + 2 * HOUR);
    await deliver(app, userCreated({ id: 'user_2eve' }));
    await deliver(app, userCreated({ id: 'user_2bob' }));
    expect(await findingOf(app, 'handler')).toMatchObject({
      state: 'wrong',
      text: 'Your handler has failed for everything since 2026-01-05 14:00:00 UTC, 2 deliveries. The last error: No row for user_2bob',
    });
  });

  test('that ignores every event is marked "look"', async () => {
    const app = startApp({ handler: async () => 'ignored' });
    await deliver(app, clerkEvent('session.created', { id: 's' }));
    await deliver(app, clerkEvent('session.ended', { id: 's' }));
    expect(await findingOf(app, 'handler')).toMatchObject({
      state: 'look',
      text: 'Your handler ignored all of the last 2 events: session.ended and session.created.',
    });
  });

  test('that works again is marked "in order"', async () => {
    const app = startApp({ handler: throwsFor('user_2eve') });
    await deliver(app, userCreated({ id: 'user_2eve' }));
    await deliver(app, userCreated());
    expect(await findingOf(app, 'handler')).toMatchObject({
      state: 'ok',
      text: 'Your handler ran last for user.created: applied.',
    });
  });
});

describe('the recording of writes', () => {
  const unrecorded: Handler = async (ctx) =>
    void (await ctx.runMutation(internal.webhookAdmin.markDeploy, { name: 'not recorded' }));

  test('is marked "in order" if the panel shows what was written', async () => {
    const app = startApp();
    await deliver(app, userCreated());
    expect(await findingOf(app, 'recording')).toMatchObject({ state: 'ok' });
  });

  test('is missing if only functions without it write', async () => {
    const app = startApp({ handler: unrecorded });
    await deliver(app, userCreated());
    expect(await findingOf(app, 'recording')).toMatchObject({
      state: 'look',
      text: expect.stringContaining('Nothing that your handler writes is recorded'),
      todo: expect.stringContaining('recorded(rawInternalMutation)'),
    });
  });

  test('is missing in part if some functions write without it', async () => {
    const keep = keepsUsersIn('users');
    const handler: Handler = async (ctx, event) => {
      await unrecorded(ctx, event);
      return await keep(ctx, event);
    };
    const app = startApp({ handler });
    await deliver(app, userCreated());
    expect(await findingOf(app, 'recording')).toMatchObject({
      state: 'look',
      text: expect.stringMatching(/^Some functions that your handler calls for user\.created are/),
    });
  });

  test('may be missing for a table that the app never records', async () => {
    const app = startApp({ handler: keepsUsersIn('people'), neverRecorded: ['people'] });
    await deliver(app, userCreated());
    expect(await findingOf(app, 'recording')).toMatchObject({
      state: 'look',
      text: expect.stringContaining(
        'only counted: to people, as `neverRecorded` says, or by functions',
      ),
    });
  });

  test('is marked "in order" once the newest event of each type is recorded', async () => {
    let isRecorded = false;
    const keep = keepsUsersIn('users');
    const app = startApp({
      handler: async (ctx, event) => await (isRecorded ? keep : unrecorded)(ctx, event),
    });
    await deliver(app, userCreated());
    await deliver(app, userCreated({ id: 'user_2bob' }));
    isRecorded = true;
    await deliver(app, userCreated({ id: 'user_2eve' }));
    expect(await findingOf(app, 'recording')).toMatchObject({ state: 'ok' });
  });
});

describe('the users table', () => {
  test('has users', async () => {
    const app = startApp();
    await deliver(app, userCreated());
    expect(await findingOf(app, 'users')).toMatchObject({ state: 'ok' });
  });

  test('is not named', async () => {
    const app = startApp({ users: 'none' });
    expect(await findingOf(app, 'users')).toMatchObject({
      state: 'look',
      text: 'No users table is named, so the panel has no Users view.',
    });
  });

  test('is searched by a field that does not hold the id', async () => {
    const app = startApp({ users: { table: 'users', index: 'by_nick', field: 'nick' } });
    await deliver(app, userCreated());
    expect(await findingOf(app, 'users')).toMatchObject({
      state: 'wrong',
      text: "The row of user_2ada in users does not hold the user's id in `nick`, so the Users view and reconcile do not find it.",
      todo: expect.stringContaining('`key`'),
    });
  });

  test('has lost the row of the newest user', async () => {
    const app = startApp();
    await deliver(app, userCreated({ id: 'user_2bob' }));
    await deliver(app, userCreated());
    await app.run(async (ctx) => {
      const users = await ctx.db.query('users').collect();
      await ctx.db.delete('users', users.find(({ clerk_id }) => clerk_id === 'user_2ada')!._id);
    });
    expect(await findingOf(app, 'users')).toMatchObject({
      state: 'look',
      text: 'The row of user_2ada in users is gone, and no webhook deleted it.',
    });
  });

  test('is marked "in order" without the row of a user who was deleted', async () => {
    const app = startApp();
    await deliver(app, userCreated({ id: 'user_2bob' }));
    await deliver(app, userCreated());
    await deliver(app, userDeleted());
    expect(await findingOf(app, 'users')).toMatchObject({ state: 'ok' });
  });

  test("has only Clerk's example user, as its dashboard sends it", async () => {
    const app = startApp();
    await deliver(app, userCreated({ id: 'user_29w83sxmDNGwOuEthce5gg56FcC' }));
    expect(await findingOf(app, 'users')).toMatchObject({
      state: 'look',
      text: expect.stringContaining("Only events about Clerk's example user have come so far"),
    });
  });
});
