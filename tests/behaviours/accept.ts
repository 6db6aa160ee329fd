/** Unusual deliveries that are accepted, on any deployment. */
import { beforeEach, describe, expect, test } from 'vitest';
import { clerkEvent, NOON, userCreated, userUpdated } from '../fixtures/data/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../fixtures/data/signing.ts';
import type { StartDeployment } from './deployment.ts';
import { begin } from './receiving.ts';

const LIMIT = 512 * 1024;

export function describeAccepting(start: StartDeployment): void {
  let on: Awaited<ReturnType<typeof begin>>;
  beforeEach(async () => {
    on = await begin(await start());
  });

  describe('a delivery is accepted', () => {
    test('with a body of exactly 512 KiB', async () => {
      const event = userCreated();
      const spare = LIMIT - JSON.stringify({ ...event, pad: '' }).length;
      const answer = await on.deliver(JSON.stringify({ ...event, pad: 'x'.repeat(spare) }));
      expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
      expect(await on.lastRow()).toMatchObject({ payload_bytes: LIMIT });
    });

    test('with one of several signatures, as during a rotation', async () => {
      const request = signedRequest(JSON.stringify(userCreated()), { svix_id: 'msg_a' });
      const other = signedRequest(request.body, { svix_id: 'msg_a', secret: OTHER_SECRET });
      request.headers['svix-signature'] =
        `v1a,x ${other.headers['svix-signature']} ${request.headers['svix-signature']}`;
      expect(await on.post(request)).toMatchObject({ status: 200 });
    });

    test('with the header names of Standard Webhooks', async () => {
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

    test('with an envelope time in seconds, which is stored in milliseconds', async () => {
      await on.deliver({ ...userCreated(), timestamp: NOON / 1000 });
      expect(await on.lastRow()).toMatchObject({ occurred_at: NOON });
    });

    test('with only the fields that Clerk promises, even if the primary address is not listed', async () => {
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

    test('without names and addresses, and does not keep the label of an earlier delivery', async () => {
      await on.deliver(userCreated());
      const cleared = { first_name: null, last_name: null, email_addresses: [] };
      await on.deliver(userUpdated(cleared));
      expect(await on.lastRow()).toMatchObject({ event_type: 'user.updated', outcome: 'applied' });
      expect(await on.lastRow()).not.toHaveProperty('user_label');
    });

    test('with values of the wrong type, which count as absent', async () => {
      const answer = await on.deliver(
        userCreated({ first_name: 7, last_name: { a: 1 }, email_addresses: 'x', updated_at: 'x' }),
      );
      expect(answer).toMatchObject({ outcome: 'applied' });
      const [user] = await on.users();
      expect(user).not.toHaveProperty('first_name');
      expect(user).not.toHaveProperty('email');
    });

    test('with text that is not well-formed Unicode', async () => {
      const body = JSON.stringify(userCreated()).replace('"Ada"', String.raw`"A\ud800"`);
      expect(await on.deliver(body)).toMatchObject({ outcome: 'applied' });
      expect(await on.users()).toMatchObject([{ first_name: 'A\ufffd' }]);
    });
  });
}
