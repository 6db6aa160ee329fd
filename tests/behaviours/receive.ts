/** How a delivery is received, on any deployment. */
import { beforeEach, describe, expect, test } from 'vitest';
import { api, internal } from '../../convex/_generated/api.js';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  withEmail,
} from '../fixtures/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../fixtures/signing.ts';
import { issueKey, rowsOf, type Deployment, type StartDeployment } from './deployment.ts';

const ADA = 'user_2ada';
const LIMIT = 512 * 1024;

export function describeReceiving(start: StartDeployment): void {
  let on: Awaited<ReturnType<typeof begin>>;
  beforeEach(async () => {
    on = await begin(await start());
  });

  describe('applied', () => {
    test('a new user becomes a row, and the delivery is recorded with it', async () => {
      const event = userCreated();
      const answer = await on.deliver(event, { svix_id: 'msg_a' });
      expect(answer).toEqual({ status: 200, outcome: 'applied', id: expect.any(String) });
      expect(await on.users()).toMatchObject([
        {
          clerk_id: 'user_2ada',
          email: 'ada@example.com',
          first_name: 'Ada',
          last_name: 'Lovelace',
          clerk_created_at: NOON,
          clerk_updated_at: NOON,
          clerk_event_at: NOON + 18,
        },
      ]);
      expect(await on.lastRow()).toMatchObject({
        _id: answer.id,
        svix_id: 'msg_a',
        attempt: 1,
        event_type: 'user.created',
        clerk_user_id: 'user_2ada',
        user_label: 'Ada Lovelace',
        occurred_at: NOON + 18,
        outcome: 'applied',
        changed: ['email', 'first_name', 'last_name', 'image_url', 'clerk_created_at'],
        payload_bytes: JSON.stringify(event).length,
        source: 'clerk',
      });
      expect(await on.lastDelivery()).toMatchObject({
        row: { _id: answer.id },
        body: JSON.stringify(event),
        before: null,
        after: { first_name: 'Ada' },
      });
    });

    test('a change names the fields it changed, and keeps the row before and after', async () => {
      await on.deliver(userCreated());
      const first = await on.lastRow();
      await on.deliver(userUpdated({ last_name: 'King', ...withEmail('ada.king@example.com') }));
      expect(await on.lastRow()).toMatchObject({
        outcome: 'applied',
        changed: ['email', 'last_name'],
        previous: first?._id,
        payload_changed: ['email_addresses', 'last_name', 'primary_email_address_id', 'updated_at'],
        user_label: 'Ada King',
      });
      expect(await on.lastDelivery()).toMatchObject({
        before: { email: 'ada@example.com', last_name: 'Lovelace' },
        after: {
          email: 'ada.king@example.com',
          email_lower: 'ada.king@example.com',
          last_name: 'King',
        },
      });
    });

    test('a delete removes the row, leaves a tombstone, and is labelled with the name it removed', async () => {
      await on.deliver(userCreated());
      const answer = await on.deliver(userDeleted());
      expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
      expect(await on.users()).toEqual([]);
      expect(await on.tombstone()).toMatchObject({
        clerk_id: 'user_2ada',
        deleted_at: NOON + 60_000,
      });
      expect(await on.lastRow()).toMatchObject({ user_label: 'Ada Lovelace' });
      expect(await on.lastDelivery()).toMatchObject({ before: { first_name: 'Ada' }, after: null });
    });

    test('the app keeps its workspace through every webhook', async () => {
      await on.deliver(userCreated());
      await on.setWorkspace('w1');
      await on.deliver(userUpdated({ last_name: 'King' }));
      expect(await on.users()).toMatchObject([{ workspace_id: 'w1', last_name: 'King' }]);
    });
  });

  describe('unchanged', () => {
    test('an update that changes only what is not stored moves the order keys, and says unchanged', async () => {
      await on.deliver(userCreated());
      const answer = await on.deliver(userUpdated({ last_sign_in_at: NOON + 900 }));
      expect(answer).toMatchObject({ status: 200, outcome: 'unchanged' });
      expect(await on.lastRow()).toMatchObject({
        changed: [],
        payload_changed: ['last_sign_in_at', 'updated_at'],
      });
      expect(await on.users()).toMatchObject([{ clerk_updated_at: NOON + 1000 }]);
    });

    test('so does one whose envelope is as old as that of the one before', async () => {
      await on.deliver(userCreated());
      const { timestamp } = userCreated();
      await on.deliver({ ...userUpdated({ last_sign_in_at: NOON + 900 }), timestamp });
      const [user] = await on.users();
      expect(user).toMatchObject({ clerk_updated_at: NOON + 1000, clerk_event_at: timestamp });
    });

    test('a delete of a user that is not there writes the tombstone', async () => {
      expect(await on.deliver(userDeleted())).toMatchObject({
        status: 200,
        outcome: 'unchanged',
      });
      expect(await on.tombstone()).toMatchObject({ clerk_id: 'user_2ada' });
    });
  });

  describe('duplicate', () => {
    test('a retry of a delivery that was handled is recorded and changes nothing', async () => {
      await on.deliver(userCreated(), { svix_id: 'msg_a' });
      await on.deliver(userUpdated({ last_name: 'King' }));
      const answer = await on.deliver(userCreated(), { svix_id: 'msg_a' });
      expect(answer).toMatchObject({ status: 200, outcome: 'duplicate' });
      expect(await on.lastRow()).toMatchObject({
        svix_id: 'msg_a',
        attempt: 2,
        user_label: 'Ada Lovelace',
      });
      expect(await on.users()).toMatchObject([{ last_name: 'King' }]);
    });

    test('so is every further one', async () => {
      for (const outcome of ['applied', 'duplicate', 'duplicate']) {
        expect(await on.deliver(userCreated(), { svix_id: 'msg_a' })).toMatchObject({
          outcome,
        });
      }
      expect(await on.lastRow()).toMatchObject({ attempt: 3 });
    });

    test('a retry is compared with what its first attempt was compared with', async () => {
      await on.deliver(userCreated(), { svix_id: 'msg_a' });
      const created = await on.lastRow();
      await on.deliver(userUpdated({ last_name: 'King' }), { svix_id: 'msg_b' });
      const first = await on.lastRow();
      await on.deliver(userUpdated({ updated_at: NOON + 2000 }), { svix_id: 'msg_c' });
      await on.deliver(userUpdated({ last_name: 'King' }), { svix_id: 'msg_b' });
      expect(await on.lastRow()).toMatchObject({
        attempt: 2,
        previous: created?._id,
        payload_changed: first?.payload_changed,
      });
    });
  });

  describe('stale', () => {
    test('an event older than what the row holds changes nothing', async () => {
      await on.deliver(userUpdated({ last_name: 'King' }));
      const answer = await on.deliver(userCreated());
      expect(answer).toMatchObject({
        status: 200,
        outcome: 'stale',
        reason: 'Older than what the row holds.',
      });
      expect(await on.users()).toMatchObject([{ last_name: 'King' }]);
    });

    test('an event of a deleted user changes nothing, however new it is', async () => {
      await on.deliver(userDeleted());
      const answer = await on.deliver(userUpdated({ updated_at: NOON + 9_000_000 }));
      expect(answer).toMatchObject({
        status: 200,
        outcome: 'stale',
        reason: 'Clerk deleted this user, and a delete is final.',
      });
      expect(await on.users()).toEqual([]);
    });
  });

  describe('ignored', () => {
    test.each(['session.created', 'organization.updated', 'something.clerk.adds.tomorrow'])(
      'users do not depend on %s',
      async (type) => {
        const answer = await on.deliver(clerkEvent(type, { id: 'x_1', user_id: 'user_2ada' }));
        expect(answer).toMatchObject({ status: 200, outcome: 'ignored' });
        const row = await on.lastRow();
        expect(row).toMatchObject({ event_type: type, outcome: 'ignored' });
        expect(row).not.toHaveProperty('clerk_user_id');
      },
    );

    test.each(['user.created', 'user.updated', 'user.deleted'])(
      'a %s event without a user id',
      async (type) => {
        const answer = await on.deliver(clerkEvent(type, { object: 'user', deleted: true }));
        expect(answer).toMatchObject({
          status: 200,
          outcome: 'ignored',
          reason: `This ${type} event names no user id.`,
        });
      },
    );
  });

  describe('refused', () => {
    const body = JSON.stringify(userCreated());

    test.each(['svix-id', 'svix-timestamp', 'svix-signature'])('without %s', async (name) => {
      const request = signedRequest(body);
      delete request.headers[name];
      await expectRefused(
        request,
        400,
        'missing_header',
        `Missing: ${name}. Svix sends all three.`,
      );
    });

    test('a timestamp that is no number', async () => {
      const request = signedRequest(body);
      request.headers['svix-timestamp'] += 'abc';
      await expectRefused(
        request,
        400,
        'bad_timestamp',
        'svix-timestamp is not a number of seconds.',
      );
    });

    test('a signature that is too old', async () => {
      const request = signedRequest(body, { at: Date.now() - 301_000 });
      await expectRefused(request, 400, 'bad_timestamp', /is \d+ seconds behind/);
    });

    test('a signature with another secret', async () => {
      const request = signedRequest(body, { secret: OTHER_SECRET });
      await expectRefused(request, 400, 'bad_signature', /No signature matches the secret/);
    });

    test('a body that was changed', async () => {
      const request = { ...signedRequest(body), body: body.replace('Ada', 'Eve') };
      await expectRefused(request, 400, 'bad_signature', /No signature matches the secret/);
    });

    test.each(['', 'hello', '{"type":'])('signed, but not JSON: %j', async (text) => {
      await expectRefused(signedRequest(text), 400, 'not_json', /not JSON/);
    });

    test.each([
      ['null', /not an object/],
      ['[]', /not an object/],
      ['{"data":{},"timestamp":1}', /`type` is missing/],
      ['{"type":"user.created","timestamp":1}', /`data` is not an object/],
      ['{"type":"user.created","data":{}}', /`timestamp` is missing/],
    ])('signed JSON, but no Clerk event: %s', async (text, reason) => {
      await expectRefused(signedRequest(text), 400, 'not_clerk_event', reason);
    });

    test('a body over 512 KiB, before its signature is looked at', async () => {
      const large = 'x'.repeat(LIMIT + 1);
      const request = { method: 'POST', body: large, headers: {} };
      await expectRefused(request, 413, 'too_large', /over the limit of 524288 bytes/);
    });

    test('a body that has no end, soon after the limit', async () => {
      let sent = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 65_536;
          controller.enqueue(new Uint8Array(65_536).fill(120));
        },
      });
      const request = { method: 'POST', body: endless, duplex: 'half' } as RequestInit;
      await expectRefused(request, 413, 'too_large', /over the limit/);
      // Over HTTP, the buffers of both sides take some more.
      expect(sent).toBeLessThan(64 * LIMIT);
    });

    test('the limit is in bytes: characters that weigh more count for what they weigh', async () => {
      const request = signedRequest('é'.repeat(LIMIT / 2 + 1));
      await expectRefused(request, 413, 'too_large', /over the limit/);
    });

    async function expectRefused(
      request: RequestInit,
      status: number,
      reason: string,
      diagnosis: string | RegExp,
    ) {
      const saying = typeof diagnosis === 'string' ? diagnosis : expect.stringMatching(diagnosis);
      expect(await on.post(request)).toEqual({ status, outcome: 'rejected', reason: saying });
      expect(await on.rejections()).toMatchObject([
        { reason, count: 1, sample: { diagnosis: saying } },
      ]);
      expect(await on.lastRow()).toBeUndefined();
      expect(await on.users()).toEqual([]);
    }
  });

  describe('accepted', () => {
    test('a body of exactly 512 KiB', async () => {
      const event = userCreated();
      const spare = LIMIT - JSON.stringify({ ...event, pad: '' }).length;
      const answer = await on.deliver(JSON.stringify({ ...event, pad: 'x'.repeat(spare) }));
      expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
      expect(await on.lastRow()).toMatchObject({ payload_bytes: LIMIT });
    });

    test('one of several signatures, as during a rotation', async () => {
      const request = signedRequest(JSON.stringify(userCreated()), { svix_id: 'msg_a' });
      const other = signedRequest(request.body, { svix_id: 'msg_a', secret: OTHER_SECRET });
      request.headers['svix-signature'] =
        `v1a,x ${other.headers['svix-signature']} ${request.headers['svix-signature']}`;
      expect(await on.post(request)).toMatchObject({ status: 200 });
    });

    test('the header names of Standard Webhooks', async () => {
      const { headers, ...request } = signedRequest(JSON.stringify(userCreated()), {
        svix_id: 'msg_w',
      });
      const renamed = Object.entries(headers).map(([name, value]) => [
        name.replace('svix-', 'webhook-'),
        value,
      ]);
      expect(await on.post({ ...request, headers: Object.fromEntries(renamed) })).toMatchObject({
        status: 200,
      });
      expect(await on.lastRow()).toMatchObject({ svix_id: 'msg_w' });
    });

    test('an envelope time in seconds, kept in milliseconds', async () => {
      await on.deliver({ ...userCreated(), timestamp: NOON / 1000 });
      expect(await on.lastRow()).toMatchObject({ occurred_at: NOON });
    });

    test('a user with only the fields that Clerk promises, whose primary address is not listed', async () => {
      const event = clerkEvent('user.created', {
        id: 'user_2min',
        object: 'user',
        username: null,
        first_name: null,
        last_name: null,
        primary_email_address_id: 'idn_gone',
        email_addresses: [],
        created_at: NOON,
        updated_at: NOON,
      });
      expect(await on.deliver(event)).toMatchObject({ outcome: 'applied' });
      const [user] = await on.users();
      expect(user).toMatchObject({ clerk_id: 'user_2min', clerk_created_at: NOON });
      expect(user).not.toHaveProperty('email');
      expect(await on.lastRow()).not.toHaveProperty('user_label');
    });

    test('values of the wrong type are taken for absent', async () => {
      const answer = await on.deliver(
        userCreated({ first_name: 7, last_name: { a: 1 }, email_addresses: 'x', updated_at: 'x' }),
      );
      expect(answer).toMatchObject({ outcome: 'applied' });
      const [user] = await on.users();
      expect(user).not.toHaveProperty('first_name');
      expect(user).not.toHaveProperty('email');
    });

    test('text that is no well-formed Unicode', async () => {
      const body = JSON.stringify(userCreated()).replace('"Ada"', String.raw`"A\ud800"`);
      expect(await on.deliver(body)).toMatchObject({ outcome: 'applied' });
      expect(await on.users()).toMatchObject([{ first_name: 'A\ufffd' }]);
    });
  });
}

/** A deployment, and short ways to see what it holds. */
async function begin(deployment: Deployment) {
  const { accessKey } = await issueKey(deployment);
  const lastRow = async () => (await rowsOf(deployment, accessKey)).at(-1);
  return {
    ...deployment,
    lastRow,
    lastDelivery: async () => {
      const id = (await lastRow())!._id;
      return await deployment.query(api.webhookAudit.get, { accessKey, id });
    },
    users: async () => (await deployment.query(api.users.list, { accessKey })).users,
    tombstone: async () =>
      (await deployment.query(api.users.get, { accessKey, clerk_id: ADA })).tombstone,
    rejections: async () => await deployment.query(api.webhookAudit.rejections, { accessKey }),
    setWorkspace: async (workspace_id: string) =>
      await deployment.mutation(internal.users.setWorkspace, { clerk_id: ADA, workspace_id }),
  };
}
