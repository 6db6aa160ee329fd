/** How a re-dispatch behaves, on any deployment. */
import { describe, expect, test } from 'vitest';
import { api, internal } from '../../convex/_generated/api.js';
import type { Id } from '../../convex/_generated/dataModel.js';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  type ClerkEventBody,
  type Fields,
} from '../fixtures/clerkEvents.ts';
import { issueKey, record, refusalOf, rowsOf, type StartDeployment } from './deployment.ts';

const ADA = 'user_2ada';
const MINUTE = 60_000;

export function describeRedispatch(start: StartDeployment): void {
  /** A deployment with a redispatcher's key, and short ways to ask. */
  async function begin() {
    const deployment = await start();
    const { accessKey } = await issueKey(deployment);
    type Request = { id: Id<'webhookAudit'>; body?: string; force?: boolean; note?: string };
    return {
      deployment,
      accessKey,
      record: async (event: ClerkEventBody) => await record(deployment, event),
      run: async (request: Request) =>
        await deployment.mutation(api.redispatch.run, { accessKey, ...request }),
      preview: async (request: Omit<Request, 'note'>) =>
        await deployment.query(api.redispatch.preview, { accessKey, ...request }),
      open: async (id: Id<'webhookAudit'>) =>
        await deployment.query(api.webhookAudit.get, { accessKey, id }),
      user: async () => (await deployment.query(api.users.get, { accessKey, clerk_id: ADA })).user,
      tombstone: async () =>
        (await deployment.query(api.users.get, { accessKey, clerk_id: ADA })).tombstone,
      rows: async () => await rowsOf(deployment, accessKey),
    };
  }

  describe('a re-dispatch', () => {
    test('is a new row, tied to its original and to who sent it', async () => {
      const { record, run, open } = await begin();
      const original = await record(userCreated());
      const { id } = await run({ id: original, note: ' for ticket 7 ' });
      const { row, body } = await open(id);
      expect(row).toMatchObject({
        svix_id: `redispatch_${original}`,
        attempt: 1,
        event_type: 'user.created',
        clerk_user_id: ADA,
        user_label: 'Ada Lovelace',
        source: 'redispatch',
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
      expect((await open(original)).redispatches.map(({ _id }) => _id)).toEqual([id]);
    });

    test('is never a duplicate, and counts its own attempts', async () => {
      const { record, run, rows } = await begin();
      const id = await record(userCreated());
      expect(await run({ id })).toMatchObject({
        outcome: 'unchanged',
        reason: 'The row holds all of it already.',
      });
      expect(await run({ id })).toMatchObject({ outcome: 'unchanged' });
      expect((await rows()).map(({ attempt }) => attempt)).toEqual([1, 1, 2]);
    });

    test('leaves the attempts of its original to Svix', async () => {
      const { deployment, run, open } = await begin();
      const id = await record(deployment, userCreated(), { svix_id: 'msg_once' });
      await run({ id });
      const retry = await deployment.deliver(userCreated(), { svix_id: 'msg_once' });
      expect(retry).toMatchObject({ status: 200, outcome: 'duplicate' });
      expect((await open(retry.id!)).row.attempt).toBe(2);
    });

    test('of a re-dispatch sends the body of that one', async () => {
      const { record, run, open } = await begin();
      const first = await record(userCreated());
      const edited = await run({ id: first, body: bodyOf(userCreated({ first_name: 'Augusta' })) });
      const again = await run({ id: edited.id });
      expect(await open(again.id)).toMatchObject({
        body: bodyOf(userCreated({ first_name: 'Augusta' })),
        row: { svix_id: `redispatch_${edited.id}`, redispatch: { of: edited.id, edited: false } },
      });
    });

    test('of an older event is stale, and changes nothing', async () => {
      const { record, run, user } = await begin();
      const id = await record(userCreated());
      await record(userUpdated({ first_name: 'Augusta' }));
      const before = await user();
      expect(await run({ id })).toMatchObject({ outcome: 'stale' });
      expect(await user()).toEqual(before);
    });

    test('with force applies an older event, and keeps the order keys of the row', async () => {
      const { record, run, user, open } = await begin();
      const id = await record(userCreated());
      await record(userUpdated({ first_name: 'Augusta' }));
      const before = (await user())!;
      const forced = await run({ id, force: true });
      expect(await user()).toEqual({ ...before, first_name: 'Ada' });
      expect((await open(forced.id)).row).toMatchObject({
        outcome: 'applied',
        changed: ['first_name'],
        redispatch: { forced: true, edited: false },
      });
    });

    test('with force is not undone by a late event that the row was newer than', async () => {
      const { deployment, record, run, user } = await begin();
      const id = await record(userCreated());
      await record(userUpdated({ updated_at: NOON + 2 * MINUTE, first_name: 'Augusta' }));
      await run({ id, force: true });
      const late = userUpdated({ updated_at: NOON + MINUTE, first_name: 'Byron' });
      expect(await deployment.deliver(late)).toMatchObject({ outcome: 'stale' });
      expect(await user()).toMatchObject({ first_name: 'Ada' });
    });

    test('of a deleted user is stale; with force it brings the user back, without a tombstone', async () => {
      const { record, run, user, tombstone } = await begin();
      const id = await record(userCreated());
      await record(userDeleted());
      expect(await run({ id })).toMatchObject({ outcome: 'stale' });
      expect(await user()).toBeNull();
      expect(await run({ id, force: true })).toMatchObject({ outcome: 'applied' });
      expect(await user()).toMatchObject({ first_name: 'Ada' });
      expect(await tombstone()).toBeNull();
    });

    test('of a deletion deletes a user who was brought back', async () => {
      const { record, run, user, tombstone } = await begin();
      const created = await record(userCreated());
      const deleted = await record(userDeleted());
      await run({ id: created, force: true });
      expect(await run({ id: deleted })).toMatchObject({ outcome: 'applied' });
      expect(await user()).toBeNull();
      expect(await tombstone()).toMatchObject({ clerk_id: ADA });
    });

    test('of an event that users do not depend on is ignored', async () => {
      const { record, run } = await begin();
      const session = clerkEvent('session.created', { id: 'sess_1', object: 'session' });
      expect(await run({ id: await record(session) })).toMatchObject({ outcome: 'ignored' });
    });

    test('keeps what the app wrote into the row', async () => {
      const { deployment, record, run, user } = await begin();
      const id = await record(userCreated());
      const workspace_id = 'workspace_1';
      await deployment.mutation(internal.users.setWorkspace, { clerk_id: ADA, workspace_id });
      await run({ id, body: bodyOf(userCreated({ first_name: 'Augusta' })), force: true });
      expect(await user()).toMatchObject({ first_name: 'Augusta', workspace_id });
    });
  });

  describe('an edited body', () => {
    const cases: [name: string, edit: Fields, force: boolean, outcome: string, row: Fields][] = [
      ['as old as the row is applied', {}, false, 'applied', { first_name: 'Edited' }],
      ['as old as the row, forced, is applied', {}, true, 'applied', { first_name: 'Edited' }],
      [
        'newer than the row is applied, and the row is as new then',
        { updated_at: NOON + MINUTE },
        false,
        'applied',
        { first_name: 'Edited', clerk_updated_at: NOON + MINUTE },
      ],
      [
        'older than the row is stale',
        { updated_at: NOON - 1 },
        false,
        'stale',
        { first_name: 'Ada', clerk_updated_at: NOON },
      ],
      [
        'older than the row, forced, is applied, and the row stays as new as it was',
        { updated_at: NOON - 1 },
        true,
        'applied',
        { first_name: 'Edited', clerk_updated_at: NOON },
      ],
    ];
    test.each(cases)('%s', async (_, edit, force, outcome, expected) => {
      const { record, run, user, open } = await begin();
      const id = await record(userCreated());
      const { timestamp } = userCreated();
      const event = { ...userCreated({ first_name: 'Edited', ...edit }), timestamp };
      const edited = await run({ id, body: bodyOf(event), force });
      expect(edited.outcome).toBe(outcome);
      expect(await user()).toMatchObject(expected);
      expect((await open(edited.id)).row.redispatch).toMatchObject({ edited: true, forced: force });
    });

    test('that is the recorded one is no edit', async () => {
      const { record, run, open } = await begin();
      const id = await record(userCreated());
      const { id: again } = await run({ id, body: bodyOf(userCreated()) });
      expect((await open(again)).row.redispatch).toMatchObject({ edited: false });
    });

    test.each([
      [
        '`updated_at`',
        () => ({ ...userUpdated({ updated_at: Date.now() + 6 * MINUTE }), timestamp: NOON }),
      ],
      ['envelope', () => ({ ...userUpdated(), timestamp: Date.now() + 6 * MINUTE })],
    ])('whose %s is over 5 minutes ahead is refused, also with force', async (_, event) => {
      const { record, run, user } = await begin();
      const id = await record(userCreated());
      const before = await user();
      for (const force of [false, true]) {
        expect(await refusalOf(run({ id, body: bodyOf(event()), force }))).toMatchObject({
          code: 'bad_request',
          message: expect.stringMatching(/5 minutes ahead/),
        });
      }
      expect(await user()).toEqual(before);
    });

    test('may be up to 5 minutes ahead, as clocks differ', async () => {
      const { record, run } = await begin();
      const id = await record(userCreated());
      const event = userUpdated({ updated_at: Date.now() + 4 * MINUTE, username: 'ada' });
      expect(await run({ id, body: bodyOf(event) })).toMatchObject({ outcome: 'applied' });
    });

    const refused: [name: string, body: () => string, message: RegExp][] = [
      ['that is not JSON', () => '{"type":', /not JSON/],
      ['that is no object', () => '[]', /no Clerk event/],
      ['without a type', () => bodyOf({ ...userCreated(), type: '' }), /`type`/],
      ['without data', () => '{"type":"user.updated","timestamp":1}', /`data`/],
      [
        'of another kind of event',
        () => bodyOf({ ...userCreated(), type: 'session.created' }),
        /another kind of object.*user/,
      ],
      [
        'about another kind of object',
        () => bodyOf(userCreated({ object: 'organization' })),
        /another kind of object.*user/,
      ],
      [
        'over 512 KiB',
        () => bodyOf(userUpdated({ public_metadata: { text: 'é'.repeat(256 * 1024) } })),
        /512 KiB/,
      ],
    ];
    test.each(refused)(
      '%s is refused, also with force, and nothing is written',
      async (_, body, message) => {
        const { record, run, preview, rows, user } = await begin();
        const id = await record(userCreated());
        const before = await user();
        for (const force of [false, true]) {
          const request = { id, body: body(), force };
          expect(await refusalOf(run(request))).toMatchObject({
            code: 'bad_request',
            message: expect.stringMatching(message),
          });
          expect(await refusalOf(preview(request))).toMatchObject({ code: 'bad_request' });
        }
        expect(await rows()).toHaveLength(1);
        expect(await user()).toEqual(before);
      },
    );
  });

  describe('a preview', () => {
    const older = userCreated();
    const newer = userUpdated({ first_name: 'Augusta' });
    const deleted = userDeleted();
    const session = clerkEvent('session.created', { id: 'sess_1', object: 'session' });
    const cases: [name: string, history: ClerkEventBody[], of: number, edit?: Fields][] = [
      ['an event that holds', [older], 0],
      ['an older event', [older, newer], 0],
      ['a deleted user', [older, deleted], 0],
      ['a deletion', [older, newer, deleted], 2],
      ['a deletion before its user', [deleted, older], 0],
      ['an ignored event', [session], 0],
      ['an ignored event about a user', [older, clerkEvent('user.invented', older.data)], 1],
      ['an edit', [older], 0, { last_name: 'King', username: 'ada' }],
      ['an edit of an older event', [older, newer], 0, { last_name: 'King' }],
    ];
    const forced = cases.flatMap((one) =>
      [false, true].map((force) => [one[0], force, one] as const),
    );
    test.each(forced)(
      'of %s (force: %s) says what the run does, and writes nothing',
      async (_, force, [, history, of, edit]) => {
        const { record, run, preview, open, rows, user } = await begin();
        const ids: Id<'webhookAudit'>[] = [];
        for (const event of history) ids.push(await record(event));
        const original = history[of]!;
        const body = edit && bodyOf({ ...original, data: { ...original.data, ...edit } });
        const request = { id: ids[of]!, body, force };

        const before = await user();
        const previewed = await preview(request);
        expect(await rows()).toHaveLength(history.length);
        expect(await user()).toEqual(before);

        const { id, outcome, reason } = await run(request);
        const done = await open(id);
        expect(previewed).toEqual({
          outcome,
          reason,
          changed: done.row.changed,
          before: done.before,
          after: done.after,
        });
      },
    );
  });

  describe('refusals', () => {
    test('a viewer may neither re-dispatch nor preview', async () => {
      const { deployment, record, rows } = await begin();
      const id = await record(userCreated());
      const { accessKey } = await issueKey(deployment, 'viewer');
      const refusals = await Promise.all([
        refusalOf(deployment.mutation(api.redispatch.run, { accessKey, id })),
        refusalOf(deployment.query(api.redispatch.preview, { accessKey, id })),
        refusalOf(
          deployment.query(api.redispatch.previewMany, { accessKey, selection: { ids: [id] } }),
        ),
        refusalOf(
          deployment.mutation(api.redispatch.startBatch, {
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
      const { deployment, record } = await begin();
      const id = await record(userCreated());
      const key = await issueKey(deployment);
      await deployment.mutation(internal.admin.revokeAccessKey, { id: key.id });
      const { accessKey } = key;
      const refused = refusalOf(deployment.mutation(api.redispatch.run, { accessKey, id }));
      expect(await refused).toMatchObject({ code: 'key_refused' });
    });

    test('a note that is too long is refused, and nothing is sent', async () => {
      const { record, run, rows } = await begin();
      const id = await record(userCreated());
      const refused = refusalOf(run({ id, note: 'x'.repeat(501) }));
      expect(await refused).toMatchObject({ code: 'bad_request' });
      expect(await rows()).toHaveLength(1);
    });
  });
}

function bodyOf(event: ClerkEventBody): string {
  return JSON.stringify(event);
}
