/** The example with memberships in an array on the user, and a field that another webhook sets. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
} from '../fixtures/data/clerkEvents.ts';
import { ADA, changesOf, startExample } from './startExample.ts';

const STORE_SECRET = 'only for tests';

const start = async () =>
  await startExample('token-identifier', '/clerk', { STORE_WEBHOOK_SECRET: STORE_SECRET });
type App = Awaited<ReturnType<typeof start>>;

test("the store's webhook sets isPro, and no event of Clerk's clears it", async () => {
  const app = await start();
  await app.deliver(userCreated());
  expect((await buyPro(app)).status).toBe(204);
  const events = [
    userUpdated({ first_name: null, last_name: null, image_url: null }),
    membership('created'),
    membership('updated', { role: 'org:admin', updated_at: NOON + 3000 }),
    userUpdated({ first_name: 'Augusta', updated_at: NOON + 5000 }),
    userCreated({ updated_at: NOON + 7000 }),
    membership('deleted'),
  ];
  for (const event of events) {
    expect([event.type, (await app.deliver(event)).outcome]).toEqual([event.type, 'applied']);
    expect(await app.rows('users')).toMatchObject([{ ...ada(), isPro: true }]);
  }
});

test("a request to the store's webhook with another signature is rejected", async () => {
  const app = await start();
  await app.deliver(userCreated());
  expect((await buyPro(app, 'another secret')).status).toBe(400);
  expect(await app.rows('users')).toEqual([expect.not.objectContaining({ isPro: true })]);
});

test('a membership is recorded as a change of the user that it names', async () => {
  const app = await start();
  await app.deliver(userCreated());
  const { id } = await app.deliver(membership('created'));
  const { row, writes } = await app.open(id);
  expect(row).toMatchObject({ clerk_user_id: 'user_2ada', subject: 'orgmem_1', unseen: 0 });
  expect(changesOf(writes)).toEqual(['users update orgIds']);
  expect(JSON.parse(writes[0]!.before!)).toMatchObject({ orgIds: [] });
  expect(JSON.parse(writes[0]!.after!)).toMatchObject({
    orgIds: [{ orgId: 'org_1', role: 'member' }],
  });
});

test('a membership that comes before its user fails and is applied by a later attempt', async () => {
  const app = await start();
  const first = await app.deliver(membership('created'), { svix_id: 'msg_membership' });
  expect(first).toMatchObject({ status: 500, outcome: 'failed' });
  await app.deliver(userCreated());
  const second = await app.deliver(membership('created'), { svix_id: 'msg_membership' });
  expect(second).toMatchObject({ status: 200, outcome: 'applied' });
  const { state } = await app.admin.query(api.webhookAudit.event, {
    accessKey: app.accessKey,
    id: first.id,
  });
  expect(state).toEqual({ state: 'mended', by: second.id });
});

test('the rehearsal of a repeated membership says that nothing changes, and the re-dispatch changes nothing', async () => {
  const app = await start();
  await app.deliver(userCreated());
  const { id } = await app.deliver(membership('created'));
  expect(await app.preview(id)).toMatchObject({ outcome: 'unchanged', writes: [], unseen: 0 });
  expect((await app.redispatch(id)).outcome).toBe('unchanged');
  expect(await app.rows('users')).toMatchObject([{ orgIds: [{ orgId: 'org_1', role: 'member' }] }]);
});

test('a rehearsal of an edited membership and its re-dispatch write the same', async () => {
  const app = await start();
  await app.deliver(userCreated());
  const { id } = await app.deliver(membership('created'));
  const edited = JSON.stringify(membership('created', { role: 'org:admin' }));
  const rehearsed = await app.preview(id, edited);
  expect(changesOf(rehearsed.writes)).toEqual(['users update orgIds']);
  const sent = await app.redispatch(id, edited);
  expect((await app.open(sent.id)).writes).toEqual(rehearsed.writes);
});

test("a deleted user's files are marked, and the app's own cron job deletes them", async () => {
  const app = await start();
  await app.deliver(userCreated());
  await app.deliver(membership('created'));
  await app.mutate('files:add', { name: 'notes.txt', orgId: 'org_1' }, ADA);
  const { id } = await app.deliver(userDeleted());
  const { writes } = await app.open(id);
  expect(changesOf(writes.filter(({ table }) => table === 'files'))).toEqual([
    'files update shouldDelete',
  ]);
  expect(writes.filter(({ table }) => table === 'users')).toMatchObject([{ kind: 'delete' }]);
  await app.mutate('files:deleteMarked', {});
  expect(await app.rows('files')).toEqual([]);
});

test("the Users view shows the app's own rows by Clerk's id", async () => {
  const app = await start();
  await app.deliver(userCreated());
  const { users } = await app.admin.query(api.webhookAudit.users, { accessKey: app.accessKey });
  expect(users).toMatchObject([{ clerk_id: 'user_2ada', row: ada() }]);
});

function ada() {
  return { tokenIdentifier: ADA.tokenIdentifier };
}

function membership(verb: string, { role = 'org:member', updated_at = NOON + 2000 } = {}) {
  const data = {
    id: 'orgmem_1',
    object: 'organization_membership',
    role,
    organization: { id: 'org_1', object: 'organization', name: 'Analytical Engines' },
    public_user_data: { user_id: 'user_2ada', first_name: 'Ada', last_name: 'Lovelace' },
    updated_at,
  };
  return clerkEvent(`organizationMembership.${verb}`, data, updated_at);
}

async function buyPro(app: App, secret = STORE_SECRET): Promise<Response> {
  const body = JSON.stringify({ tokenIdentifier: ADA.tokenIdentifier, active: true });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return await fetch(`${app.siteUrl}/store`, {
    method: 'POST',
    body,
    headers: { 'x-signature': signature },
  });
}
