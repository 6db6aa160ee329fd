/** How a re-dispatch behaves, and which operators may send one, on any deployment. */
import { describe, expect, test } from 'vitest';
import { api, internal } from '../../convex/_generated/api.js';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
} from '../fixtures/data/clerkEvents.ts';
import { issueKey, record, refusalOf, type StartDeployment } from './deployment.ts';
import { ADA, begin, bodyOf, MINUTE } from './redispatching.ts';

export function describeRedispatch(start: StartDeployment): void {
  describe('a re-dispatch', () => {
    test('is a new row with its original and its operator', async () => {
      const { deployment, accessKey, record, run, open } = await begin(start);
      const original = await record(userCreated());
      const request = { id: original, note: ' for ticket 7 ', idempotency_key: 'press_1' };
      const { id } = await run(request);
      const { row, body } = await open(id);
      expect(row).toMatchObject({
        svix_id: 'redispatch_press_1',
        event_id: (await open(original)).row.event_id,
        attempt: 1,
        event_type: 'user.created',
        clerk_user_id: ADA,
        user_label: 'Ada Lovelace',
        source: 'clerk',
        previous: original,
        payload_changed: [],
        redispatch: {
          of: original,
          by: 'QA laptop',
          edited: false,
          forced: false,
          note: 'for ticket 7',
        },
      });
      expect(body).toBe((await open(original)).body);
      const event = await deployment.query(api.webhookAudit.event, { accessKey, id: original });
      expect(event.rows.map(({ _id }) => _id)).toEqual([id, original]);
    });

    test('is never a duplicate', async () => {
      const { record, run, rows } = await begin(start);
      const id = await record(userCreated());
      expect(await run({ id })).toMatchObject({
        outcome: 'unchanged',
        reason: 'Your handler ran, and no row differs.',
      });
      expect(await run({ id })).toMatchObject({ outcome: 'unchanged' });
      expect(await rows()).toHaveLength(3);
    });

    test('with the key of an earlier one returns that one, and sends nothing', async () => {
      const { record, run, rows } = await begin(start);
      const id = await record(userCreated());
      const first = await run({ id, idempotency_key: 'press_1' });
      expect(await run({ id, idempotency_key: 'press_1' })).toEqual(first);
      expect(await rows()).toHaveLength(2);
    });

    test('with the key of another one is refused', async () => {
      const { record, run, rows } = await begin(start);
      const id = await record(userCreated());
      await run({ id, idempotency_key: 'press_1' });
      for (const change of [{ note: 'n' }, { force: true }, { id: await record(userUpdated()) }]) {
        const refused = refusalOf(run({ id, idempotency_key: 'press_1', ...change }));
        expect(await refused).toMatchObject({ code: 'bad_request' });
      }
      expect(await rows()).toHaveLength(3);
    });

    test('does not count as an attempt of its original', async () => {
      const { deployment, run, open } = await begin(start);
      const id = await record(deployment, userCreated(), { svix_id: 'msg_once' });
      await run({ id });
      const retry = await deployment.deliver(userCreated(), { svix_id: 'msg_once' });
      expect(retry).toMatchObject({ status: 200, outcome: 'duplicate' });
      expect((await open(retry.id!)).row.attempt).toBe(2);
    });

    test('of a re-dispatch sends that re-dispatch’s body', async () => {
      const { record, run, open } = await begin(start);
      const first = await record(userCreated());
      const edited = await run({ id: first, body: bodyOf(userCreated({ first_name: 'Augusta' })) });
      const again = await run({ id: edited.id });
      expect(await open(again.id)).toMatchObject({
        body: bodyOf(userCreated({ first_name: 'Augusta' })),
        row: { redispatch: { of: edited.id, edited: false } },
      });
    });

    test('of an older event is stale, and changes nothing', async () => {
      const { record, run, user } = await begin(start);
      const id = await record(userCreated());
      await record(userUpdated({ first_name: 'Augusta' }));
      const before = await user();
      expect(await run({ id })).toMatchObject({ outcome: 'stale' });
      expect(await user()).toEqual(before);
    });

    test('with force applies an older event, and keeps the order keys', async () => {
      const { record, run, user, subject, open } = await begin(start);
      const id = await record(userCreated());
      await record(userUpdated({ first_name: 'Augusta' }));
      const before = (await user())!;
      const keys = await subject();
      const forced = await run({ id, force: true });
      expect(await user()).toEqual({ ...before, first_name: 'Ada' });
      expect(await subject()).toEqual({ ...keys, audit_id: forced.id });
      expect((await open(forced.id)).row).toMatchObject({
        outcome: 'applied',
        changes: [{ table: 'users', kind: 'update', fields: ['first_name'] }],
        redispatch: { forced: true, edited: false },
      });
    });

    test('with force is not undone by a late event that is older than the row was', async () => {
      const { deployment, record, run, user } = await begin(start);
      const id = await record(userCreated());
      await record(userUpdated({ updated_at: NOON + 2 * MINUTE, first_name: 'Augusta' }));
      await run({ id, force: true });
      const late = userUpdated({ updated_at: NOON + MINUTE, first_name: 'Byron' });
      expect(await deployment.deliver(late)).toMatchObject({ outcome: 'stale' });
      expect(await user()).toMatchObject({ first_name: 'Ada' });
    });

    test('of a deleted user is stale; with force it brings the user back', async () => {
      const { record, run, user, subject } = await begin(start);
      const id = await record(userCreated());
      await record(userDeleted());
      expect(await run({ id })).toMatchObject({ outcome: 'stale' });
      expect(await user()).toBeNull();
      expect(await run({ id, force: true })).toMatchObject({ outcome: 'applied' });
      expect(await user()).toMatchObject({ first_name: 'Ada' });
      expect(await subject()).toMatchObject({ deleted_at: null });
    });

    test('of a deletion deletes a user who was brought back', async () => {
      const { record, run, user, subject } = await begin(start);
      const created = await record(userCreated());
      const deleted = await record(userDeleted());
      await run({ id: created, force: true });
      expect(await run({ id: deleted })).toMatchObject({ outcome: 'applied' });
      expect(await user()).toBeNull();
      expect(await subject()).toMatchObject({ deleted_at: expect.any(Number) });
    });

    test('of an event that the handler ignores is ignored', async () => {
      const { record, run } = await begin(start);
      const session = clerkEvent('session.created', { id: 'sess_1', object: 'session' });
      expect(await run({ id: await record(session) })).toMatchObject({ outcome: 'ignored' });
    });

    test('keeps the app’s own fields of the row', async () => {
      const { deployment, record, run, user } = await begin(start);
      const id = await record(userCreated());
      const workspace_id = 'workspace_1';
      await deployment.mutation(internal.users.setWorkspace, { clerk_id: ADA, workspace_id });
      await run({ id, body: bodyOf(userCreated({ first_name: 'Augusta' })), force: true });
      expect(await user()).toMatchObject({ first_name: 'Augusta', workspace_id });
    });
  });

  describe('refusals', () => {
    test('a viewer may neither re-dispatch nor preview', async () => {
      const { deployment, record, rows } = await begin(start);
      const id = await record(userCreated());
      const { accessKey } = await issueKey(deployment, 'viewer');
      const send = { accessKey, id, idempotency_key: 'press_1' };
      const refusals = await Promise.all([
        refusalOf(deployment.mutation(api.webhookAudit.redispatch, send)),
        refusalOf(deployment.mutation(api.webhookAudit.preview, { accessKey, id })),
        refusalOf(
          deployment.mutation(api.webhookAudit.previewMany, {
            accessKey,
            selection: { ids: [id] },
          }),
        ),
        refusalOf(
          deployment.mutation(api.webhookAudit.startBatch, {
            accessKey,
            key: 'k',
            selection: { ids: [id] },
          }),
        ),
      ]);
      expect(refusals.map(({ code }) => code)).toEqual(Array(4).fill('role_refused'));
      expect(await rows()).toHaveLength(1);
    });

    test('a revoked key may not re-dispatch', async () => {
      const { deployment, record } = await begin(start);
      const id = await record(userCreated());
      const key = await issueKey(deployment);
      await deployment.mutation(internal.webhookAdmin.revokeAccessKey, { id: key.id });
      const { accessKey } = key;
      const send = { accessKey, id, idempotency_key: 'press_1' };
      const refused = refusalOf(deployment.mutation(api.webhookAudit.redispatch, send));
      expect(await refused).toMatchObject({ code: 'key_refused' });
    });

    test('a note that is too long is refused, and nothing is sent', async () => {
      const { record, run, rows } = await begin(start);
      const id = await record(userCreated());
      const refused = refusalOf(run({ id, note: 'x'.repeat(501) }));
      expect(await refused).toMatchObject({ code: 'bad_request' });
      expect(await rows()).toHaveLength(1);
    });
  });
}
