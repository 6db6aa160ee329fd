/** The doctor on the requests of senders. */
import { describe, expect, test, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import { clerkEvent, NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { OTHER_SECRET, SECRET } from '../../fixtures/data/signing.ts';
import { deliver, examine, findingOf, startApp, throwsFor } from './app.ts';
import { HOUR, stopTheClock } from './clock.ts';

stopTheClock();

describe('the routes', () => {
  test('have the URL to paste, and the state of their secret', async () => {
    const app = startApp({ others: [{ path: '/orgs', secret: 'ORGS_SECRET', source: 'orgs' }] });
    vi.stubEnv('ORGS_SECRET', '"whsec_x"');
    const { routes } = await examine(app);
    expect(routes).toEqual([
      {
        path: '/clerk-users-webhook',
        source: 'clerk',
        url: 'https://happy-otter-123.convex.site/clerk-users-webhook',
        secret: {
          name: 'CLERK_WEBHOOK_SIGNING_SECRET',
          state: 'ok',
          text: 'CLERK_WEBHOOK_SIGNING_SECRET is set and well-formed.',
        },
      },
      {
        path: '/orgs',
        source: 'orgs',
        url: 'https://happy-otter-123.convex.site/orgs',
        secret: {
          name: 'ORGS_SECRET',
          state: 'malformed',
          text: 'ORGS_SECRET holds no well-formed secret: it is in quotes; remove them.',
        },
      },
    ]);
  });

  test('never show a secret, not even an unusable one among several', async () => {
    const app = startApp({ secret: `${SECRET} whsec_c2hvcnQ=` });
    const report = await examine(app);
    expect(report.routes[0]!.secret).toMatchObject({
      state: 'ok',
      text: 'CLERK_WEBHOOK_SIGNING_SECRET is set and well-formed. It also holds a secret that verifies nothing: it is shorter than 24 bytes: a placeholder, or cut off.',
    });
    expect(JSON.stringify(report)).not.toMatch(/whsec_[^ ]{3}/);
  });

  test('are named if no request came to one of several sources', async () => {
    const app = startApp({ others: [{ path: '/orgs', secret: 'ORGS_SECRET', source: 'orgs' }] });
    await deliver(app, userCreated());
    const { findings } = await examine(app);
    expect(findings.filter(({ check }) => check === 'request')).toMatchObject([
      { state: 'ok' },
      {
        state: 'look',
        text: 'No request has ever come to https://happy-otter-123.convex.site/orgs.',
        todo: expect.stringContaining('the Webhooks page of the sender'),
      },
    ]);
  });
});

test.each(['https://happy-otter-123.convex.site', 'http://127.0.0.1:3211'])(
  'for a deployment at %s without requests the doctor says what a 404 at the sender means',
  async (site) => {
    expect((await findingOf(startApp({ site }), 'request')).todo).toMatch(
      /If the sender is answered 404, call addWebhookRoutes\(http, routes\) in convex\/http\.ts and deploy\.$/,
    );
  },
);

describe('the last request', () => {
  test('was accepted', async () => {
    const app = startApp();
    const { id } = await deliver(app, userCreated());
    expect(await findingOf(app, 'request')).toEqual({
      check: 'request',
      state: 'ok',
      text: 'The last request, user.created, was accepted: applied.',
      at: NOON + HOUR,
      audit_id: id,
    });
  });

  test('failed, with the error', async () => {
    const app = startApp({ handler: throwsFor('user_2ada') });
    await deliver(app, userCreated());
    expect(await findingOf(app, 'request')).toMatchObject({
      state: 'wrong',
      text: 'The last request, user.created, failed: No row for user_2ada',
      todo: expect.stringContaining('re-dispatch the event'),
    });
  });

  test('was rejected after another was accepted: since when and how often is named', async () => {
    const app = startApp();
    await deliver(app, userCreated());
    vi.setSystemTime(NOON + 2 * HOUR);
    await deliver(app, userUpdated(), { secret: OTHER_SECRET });
    expect(await findingOf(app, 'request')).toMatchObject({
      state: 'wrong',
      text: expect.stringMatching(
        /^The last request was rejected: No signature matches .* At least 1 request was rejected, and the last one that was accepted came at 2026-01-05 13:00:00 UTC\.$/,
      ),
      at: NOON + 2 * HOUR,
    });
  });

  test('is only marked "look" if it has no signature while others are accepted', async () => {
    const app = startApp();
    await deliver(app, userCreated());
    vi.setSystemTime(NOON + 2 * HOUR);
    await app.fetch('/clerk-users-webhook', { method: 'POST', body: '{}' });
    expect(await findingOf(app, 'request')).toMatchObject({ state: 'look' });
  });

  test('should be sent again if it was rejected before the secret was corrected', async () => {
    const app = startApp({ secret: 'whsec_changeme' });
    await deliver(app, userCreated());
    vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', SECRET);
    expect(await findingOf(app, 'request')).toMatchObject({
      state: 'wrong',
      todo: 'The secret is well-formed by now: let the sender send the event again.',
    });
  });

  test('is never a delivery that the library made itself', async () => {
    const app = startApp();
    await app.mutation(internal.webhookAdmin.forgetUser, { clerk_id: 'user_2ada' });
    expect(await findingOf(app, 'request')).toMatchObject({
      state: 'look',
      text: expect.stringContaining('No request has ever come'),
    });
  });
});

describe('the types of events', () => {
  test('are those that came, and related ones that did not', async () => {
    const app = startApp();
    await deliver(app, userCreated());
    vi.setSystemTime(NOON + 2 * HOUR);
    await deliver(app, clerkEvent('organization.created', { id: 'org_1' }));
    await deliver(app, clerkEvent('session.created', { id: 'sess_1' }));
    expect((await examine(app)).types).toEqual({
      seen: [
        { type: 'organization.created', at: NOON + 2 * HOUR },
        { type: 'session.created', at: NOON + 2 * HOUR },
        { type: 'user.created', at: NOON + HOUR },
      ],
      not_seen: ['user.updated', 'user.deleted', 'organization.updated', 'organization.deleted'],
    });
  });

  test('do not count what the library made itself, nor re-dispatches', async () => {
    const app = startApp();
    await app.mutation(internal.webhookAdmin.forgetUser, { clerk_id: 'user_2eve' });
    const { id } = await deliver(app, userCreated());
    vi.setSystemTime(NOON + 2 * HOUR);
    await app.mutation(internal.webhookAdmin.redispatch, { id: id!, by: 'QA' });
    expect((await examine(app)).types).toEqual({
      seen: [{ type: 'user.created', at: NOON + HOUR }],
      not_seen: ['user.updated', 'user.deleted'],
    });
  });
});
