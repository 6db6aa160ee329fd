/** Each cause of an empty users table is made in an app and must be named by the doctor. */
import { describe, expect, test, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
} from '../../fixtures/data/clerkEvents.ts';
import { OTHER_SECRET } from '../../fixtures/data/signing.ts';
import { addOperator, type Backend } from '../../fixtures/deployments/backend.ts';
import { deliver, findingOf, keepsUsersIn, startApp, type App, type Handler } from './app.ts';
import { stopTheClock } from './clock.ts';

stopTheClock();

const throws: Handler = async () => {
  throw new Error('name is null');
};
const ignores: Handler = async () => 'ignored';
const schedules: Handler = async (ctx) =>
  void (await ctx.scheduler.runAfter(1e9, internal.webhookAdmin.prune, {}));
/** As in many apps, an update of a missing row does nothing. */
const updatesOnly: Handler = async (ctx, { type, data }) => {
  if (!type.startsWith('user.')) return 'ignored';
  const user = await ctx.db
    .query('users')
    .withIndex('by_clerk_id', (q) => q.eq('clerk_id', data.id as string))
    .unique();
  if (user !== null) await ctx.db.patch('users', user._id, { nick: 'seen' });
  return null;
};
/** Calls a function of the app that is not built by `recorded`. */
const unrecorded: Handler = async (ctx) =>
  void (await ctx.runMutation(internal.webhookAdmin.markDeploy, { name: 'not recorded' }));

interface Cause {
  cause: string;
  app?: Parameters<typeof startApp>[0];
  plant?: (app: App) => Promise<unknown>;
  text: string;
  todo: RegExp;
}

const CAUSES: Cause[] = [
  {
    cause: 'no request ever came',
    text: 'No request has ever come to https://happy-otter-123.convex.site/clerk-users-webhook.',
    todo: /Add an endpoint with exactly this URL on the Webhooks page of the Clerk dashboard/,
  },
  {
    cause: 'Clerk cannot reach a deployment on this machine',
    app: { site: 'http://127.0.0.1:3211' },
    text: 'No request has ever come to http://127.0.0.1:3211/clerk-users-webhook.',
    todo: /Only this machine reaches this address/,
  },
  {
    cause: 'the secret is missing',
    app: { secret: '' },
    text: "CLERK_WEBHOOK_SIGNING_SECRET is not set on this deployment: copy the signing secret of the endpoint from Clerk's dashboard.",
    todo: /npx convex env set CLERK_WEBHOOK_SIGNING_SECRET/,
  },
  {
    cause: 'the secret is a placeholder',
    app: { secret: 'whsec_changeme' },
    plant: async (app) => await deliver(app, userCreated()),
    text: 'CLERK_WEBHOOK_SIGNING_SECRET holds no well-formed secret: it is a placeholder.',
    todo: /npx convex env set CLERK_WEBHOOK_SIGNING_SECRET/,
  },
  {
    cause: "the secret is another endpoint's, so that no signature matches",
    plant: async (app) => {
      for (const second of [1, 2, 3]) {
        vi.setSystemTime(NOON + second * 1000);
        await deliver(app, userCreated(), { secret: OTHER_SECRET });
      }
    },
    text: "The last request was rejected: No signature matches the secret in CLERK_WEBHOOK_SIGNING_SECRET: another endpoint's secret, or a changed body. At least 3 requests were rejected, and none has been accepted yet.",
    todo: /npx convex env set CLERK_WEBHOOK_SIGNING_SECRET`\. Each endpoint has a secret of its own/,
  },
  {
    cause: 'something removes the headers of the signature',
    plant: async (app) =>
      await app.fetch('/clerk-users-webhook', {
        method: 'POST',
        body: JSON.stringify(userCreated()),
      }),
    text: 'The last request was rejected: Missing: svix-id, svix-timestamp, svix-signature. Svix sends all three. At least 1 request was rejected, and none has been accepted yet.',
    todo: /something on the way removes its headers/,
  },
  {
    cause: 'the handler throws',
    app: { handler: throws },
    plant: async (app) => await deliver(app, userCreated()),
    text: 'Your handler throws for user.created: name is null',
    todo: /Correct the handler and deploy it, then re-dispatch what is open/,
  },
  {
    cause: 'the handler ignores events of users',
    app: { handler: ignores },
    plant: async (app) => {
      await deliver(app, userCreated());
      await deliver(app, userUpdated());
    },
    text: 'Your handler ignores user.created events.',
    todo: /Handle user.created in convex\/webhookHandler.ts/,
  },
  {
    cause: 'only updates of missing rows came',
    app: { handler: updatesOnly },
    plant: async (app) => await deliver(app, userUpdated()),
    text: 'Only user.updated came, for users without a row, and your handler does nothing about them.',
    todo: /Let the handler insert a row that is missing/,
  },
  {
    cause: 'the handler does nothing for a create',
    app: { handler: updatesOnly },
    plant: async (app) => await deliver(app, userCreated()),
    text: 'Your handler ran for user.created and wrote nothing.',
    todo: /Look in convex\/webhookHandler.ts/,
  },
  {
    cause: 'everything is stale, since an event of the future came first',
    plant: async (app) => {
      const { id } = await deliver(app, clerkEvent('session.created', { id: 's' }));
      await app.run(
        async (ctx) =>
          await ctx.db.insert('webhookSubjects', {
            source: 'clerk',
            subject: 'user_2ada',
            updated_at: Date.UTC(2031, 0, 1),
            event_at: Date.UTC(2031, 0, 1),
            tie: '~',
            audit_id: id!,
          }),
      );
      await deliver(app, userCreated());
      await deliver(app, userUpdated());
    },
    text: 'All events about users are stale: an event dated 2031-01-01 00:00:00 UTC, in the future, came before them.',
    todo: /with force/,
  },
  {
    cause: 'everything is stale, since the user was deleted',
    app: { handler: updatesOnly },
    plant: async (app) => {
      await deliver(app, userDeleted());
      await deliver(app, userCreated());
    },
    text: 'The user of user.created was deleted before, and a delete is final.',
    todo: /with force/,
  },
  {
    cause: 'functions that are not recorded write elsewhere',
    app: { handler: unrecorded },
    plant: async (app) => await deliver(app, userCreated()),
    text: 'The functions that your handler calls are not recorded, so nobody knows where they write.',
    todo: /Build these functions by `recorded`/,
  },
  {
    cause: 'the handler only schedules functions',
    app: { handler: schedules },
    plant: async (app) => await deliver(app, userCreated()),
    text: 'Your handler only schedules functions, and none of them wrote a row.',
    todo: /logs of this deployment/,
  },
  {
    cause: 'another table is named in the settings',
    app: { handler: keepsUsersIn('people') },
    plant: async (app) => await deliver(app, userCreated()),
    text: 'Your handler writes to people.',
    todo: /Name that table in `users` of defineWebhooks/,
  },
  {
    cause: 'only other types of events came',
    plant: async (app) => {
      await deliver(app, clerkEvent('session.created', { id: 's' }));
      await deliver(app, clerkEvent('session.ended', { id: 's' }));
    },
    text: 'Only other events have come: session.created and session.ended.',
    todo: /sends user.created, user.updated and user.deleted/,
  },
  {
    cause: 'the rows were deleted by hand',
    plant: async (app) => {
      await deliver(app, userCreated());
      await emptyUsers(app);
    },
    text: 'Webhooks wrote rows, which were deleted since by something else.',
    todo: /webhookAdmin:reconcile/,
  },
  {
    cause: 'the only user was deleted at Clerk',
    plant: async (app) => {
      await deliver(app, userCreated());
      await deliver(app, userDeleted());
    },
    text: 'The last user was deleted by a webhook.',
    todo: /^$/,
  },
  {
    cause: 'only repeats came after retention deleted what they repeat',
    plant: async (app) => {
      await deliver(app, userCreated(), { svix_id: 'msg_1' });
      const { id } = await deliver(app, userCreated(), { svix_id: 'msg_1' });
      await emptyUsers(app);
      await app.run(async (ctx) => {
        const rows = await ctx.db.query('webhookAudit').collect();
        for (const { _id } of rows) if (_id !== id) await ctx.db.delete('webhookAudit', _id);
      });
    },
    text: 'Only duplicates of events that were handled before have come.',
    todo: /webhookAdmin:reconcile/,
  },
];

async function emptyUsers(app: App) {
  await app.run(async (ctx) => {
    for (const { _id } of await ctx.db.query('users').collect()) await ctx.db.delete('users', _id);
  });
}

describe('the doctor says why the users table is empty', () => {
  test.each(CAUSES)('where $cause', async ({ app: options, plant, text, todo }) => {
    const app = startApp(options);
    await plant?.(app);
    const found = await findingOf(app, 'users');
    expect(found.text).toBe(`The table users is empty. ${text}`);
    expect(found.todo ?? '').toMatch(todo);
    expect(['look', 'wrong']).toContain(found.state);
  });

  test('to a viewer without the text of the error', async () => {
    const app = startApp({ handler: throws });
    await deliver(app, userCreated());
    const { accessKey } = await addOperator(app as unknown as Backend, 'viewer');
    const { findings } = await app.query(api.webhookAudit.doctor, { accessKey });
    expect(JSON.stringify(findings)).not.toContain('name is null');
    expect(findings.find(({ check }) => check === 'users')!.text).toBe(
      'The table users is empty. Your handler throws for user.created: •••',
    );
  });
});
