/** The outcomes of deliveries, on any deployment. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  withEmail,
} from '../fixtures/data/clerkEvents.ts';
import { changeOf, type StartDeployment } from './deployment.ts';
import { begin } from './receiving.ts';

export function describeReceiving(start: StartDeployment): void {
  let on: Awaited<ReturnType<typeof begin>>;
  beforeEach(async () => {
    on = await begin(await start());
  });

  describe('applied', () => {
    test('a new user becomes a row, and the delivery is recorded with that row', async () => {
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
        },
      ]);
      expect(await on.subject()).toMatchObject({
        updated_at: NOON,
        event_at: NOON + 18,
        audit_id: answer.id,
        deleted_at: null,
      });
      expect(await on.lastRow()).toMatchObject({
        _id: answer.id,
        svix_id: 'msg_a',
        attempt: 1,
        event_type: 'user.created',
        clerk_user_id: 'user_2ada',
        user_label: 'Ada Lovelace',
        occurred_at: NOON + 18,
        outcome: 'applied',
        subject: 'user_2ada',
        updated_at: NOON,
        settled: true,
        event_id: 'msg_a',
        changes: [
          {
            table: 'users',
            kind: 'insert',
            fields: [
              'clerk_created_at',
              'clerk_id',
              'email',
              'email_lower',
              'first_name',
              'image_url',
              'last_name',
            ],
          },
        ],
        writes: 1,
        unseen: 0,
        payload_bytes: JSON.stringify(event).length,
        source: 'clerk',
      });
      expect(await on.lastDelivery()).toMatchObject({
        row: { _id: answer.id },
        body: JSON.stringify(event),
      });
      expect(changeOf(await on.lastDelivery())).toMatchObject({
        table: 'users',
        kind: 'insert',
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
        changes: [
          { table: 'users', kind: 'update', fields: ['email', 'email_lower', 'last_name'] },
        ],
        previous: first?._id,
        payload_changed: ['email_addresses', 'last_name', 'primary_email_address_id', 'updated_at'],
        user_label: 'Ada King',
      });
      expect(changeOf(await on.lastDelivery())).toMatchObject({
        before: { email: 'ada@example.com', last_name: 'Lovelace' },
        after: {
          email: 'ada.king@example.com',
          email_lower: 'ada.king@example.com',
          last_name: 'King',
        },
      });
    });

    test('a delete removes the row for good, and is labelled with the name it removed', async () => {
      await on.deliver(userCreated());
      const answer = await on.deliver(userDeleted());
      expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
      expect(await on.users()).toEqual([]);
      expect(await on.subject()).toMatchObject({ deleted_at: NOON + 60_000 });
      expect(await on.lastRow()).toMatchObject({ user_label: 'Ada Lovelace' });
      expect(changeOf(await on.lastDelivery())).toMatchObject({
        kind: 'delete',
        before: { first_name: 'Ada' },
        after: null,
      });
    });

    test('no webhook changes the workspace_id that the app set', async () => {
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
        changes: [],
        payload_changed: ['last_sign_in_at', 'updated_at'],
      });
      expect(await on.subject()).toMatchObject({ updated_at: NOON + 1000 });
    });

    test('an update whose envelope is as old as the one before moves the order keys', async () => {
      await on.deliver(userCreated());
      const { timestamp } = userCreated();
      await on.deliver({ ...userUpdated({ last_sign_in_at: NOON + 900 }), timestamp });
      expect(await on.subject()).toMatchObject({ updated_at: NOON + 1000, event_at: timestamp });
    });

    test('a delete of a missing user is final too', async () => {
      expect(await on.deliver(userDeleted())).toMatchObject({
        status: 200,
        outcome: 'unchanged',
      });
      expect(await on.subject()).toMatchObject({ deleted_at: NOON + 60_000 });
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

    test('every further retry is a duplicate', async () => {
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
    test('an event older than the newest one changes nothing', async () => {
      await on.deliver(userUpdated({ last_name: 'King' }));
      const answer = await on.deliver(userCreated());
      expect(answer).toMatchObject({
        status: 200,
        outcome: 'stale',
        reason: 'The row already has newer data.',
      });
      expect(await on.users()).toMatchObject([{ last_name: 'King' }]);
    });

    test('an event of a deleted user changes nothing, however new it is', async () => {
      await on.deliver(userDeleted());
      const answer = await on.deliver(userUpdated({ updated_at: NOON + 9_000_000 }));
      expect(answer).toMatchObject({
        status: 200,
        outcome: 'stale',
        reason: 'It was deleted, and a delete is final.',
      });
      expect(await on.users()).toEqual([]);
    });
  });

  describe('ignored', () => {
    test.each(['session.created', 'organization.updated', 'something.clerk.adds.tomorrow'])(
      'an event of type %s is ignored and listed under the user that it names',
      async (type) => {
        const answer = await on.deliver(clerkEvent(type, { id: 'x_1', user_id: 'user_2ada' }));
        expect(answer).toMatchObject({ status: 200, outcome: 'ignored' });
        const row = await on.lastRow();
        expect(row).toMatchObject({
          event_type: type,
          outcome: 'ignored',
          clerk_user_id: 'user_2ada',
        });
      },
    );

    test.each(['user.created', 'user.updated', 'user.deleted'])(
      'a %s event without a user id is ignored',
      async (type) => {
        const answer = await on.deliver(clerkEvent(type, { object: 'user', deleted: true }));
        expect(answer).toMatchObject({
          status: 200,
          outcome: 'ignored',
          reason: `Your handler ignores ${type} events.`,
        });
      },
    );
  });
}
