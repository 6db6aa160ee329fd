/** How a re-dispatch with an edited body behaves, on any deployment. */
import { describe, expect, test } from 'vitest';
import {
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  type Fields,
} from '../fixtures/data/clerkEvents.ts';
import { refusalOf, type StartDeployment } from './deployment.ts';
import { begin, bodyOf, MINUTE } from './redispatching.ts';

export function describeEditedBody(start: StartDeployment): void {
  describe('an edited body', () => {
    const cases: [
      name: string,
      edit: Fields,
      force: boolean,
      outcome: string,
      first_name: string,
      updated_at: number,
    ][] = [
      ['as old as the newest is applied', {}, false, 'applied', 'Edited', NOON],
      ['as old as the newest, forced, is applied', {}, true, 'applied', 'Edited', NOON],
      [
        'newer than the newest is applied, and sets the order keys',
        { updated_at: NOON + MINUTE },
        false,
        'applied',
        'Edited',
        NOON + MINUTE,
      ],
      ['older than the newest is stale', { updated_at: NOON - 1 }, false, 'stale', 'Ada', NOON],
      [
        'older than the newest, forced, is applied, and keeps the order keys',
        { updated_at: NOON - 1 },
        true,
        'applied',
        'Edited',
        NOON,
      ],
    ];
    test.each(cases)('%s', async (_, edit, force, outcome, first_name, updated_at) => {
      const { record, run, user, subject, open } = await begin(start);
      const id = await record(userCreated());
      const { timestamp } = userCreated();
      const event = { ...userCreated({ first_name: 'Edited', ...edit }), timestamp };
      const edited = await run({ id, body: bodyOf(event), force });
      expect(edited.outcome).toBe(outcome);
      expect(await user()).toMatchObject({ first_name });
      expect(await subject()).toMatchObject({ updated_at });
      expect((await open(edited.id)).row.redispatch).toMatchObject({ edited: true, forced: force });
    });

    test('that equals the recorded body does not count as an edit', async () => {
      const { record, run, open } = await begin(start);
      const id = await record(userCreated());
      const { id: again } = await run({ id, body: bodyOf(userCreated()) });
      expect((await open(again)).row.redispatch).toMatchObject({ edited: false });
    });

    test.each([
      ['about somebody else', () => userUpdated({ id: 'user_2grace' }), /another `data.id`/],
      ['that becomes a delete', () => userDeleted(), /delete, which is final/],
    ])('%s needs force', async (_, event, message) => {
      const { record, run, preview, rows } = await begin(start);
      const id = await record(userCreated());
      const request = { id, body: bodyOf(event()) };
      const refused = { code: 'needs_force', message: expect.stringMatching(message) };
      expect(await refusalOf(run(request))).toMatchObject(refused);
      expect(await refusalOf(preview(request))).toMatchObject(refused);
      expect(await rows()).toHaveLength(1);
      expect(await run({ ...request, force: true })).toMatchObject({ outcome: 'applied' });
    });

    test('about another user is an event of its own, and does not mend the original', async () => {
      const { record, run, open } = await begin(start);
      const id = await record(userCreated());
      const body = bodyOf(userUpdated({ id: 'user_2grace' }));
      const edited = await run({ id, body, force: true });
      const { row } = await open(edited.id);
      expect(row).toMatchObject({ event_id: row.svix_id, clerk_user_id: 'user_2grace' });
    });

    test.each([
      [
        '`updated_at`',
        () => ({ ...userUpdated({ updated_at: Date.now() + 6 * MINUTE }), timestamp: NOON }),
      ],
      ['envelope', () => ({ ...userUpdated(), timestamp: Date.now() + 6 * MINUTE })],
    ])('whose %s is over 5 minutes ahead is refused, even with force', async (_, event) => {
      const { record, run, user } = await begin(start);
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

    test('may be dated up to 5 minutes ahead, since clocks differ', async () => {
      const { record, run } = await begin(start);
      const id = await record(userCreated());
      const event = userUpdated({ updated_at: Date.now() + 4 * MINUTE, username: 'ada' });
      expect(await run({ id, body: bodyOf(event) })).toMatchObject({ outcome: 'applied' });
    });

    const refused: [name: string, body: () => string, message: RegExp][] = [
      ['that is not JSON', () => '{"type":', /not JSON/],
      ['that is not an object', () => '[]', /not an event/],
      ['without a type', () => bodyOf({ ...userCreated(), type: '' }), /`type`/],
      ['without data', () => '{"type":"user.updated","timestamp":1}', /`data`/],
      [
        'of another kind of event',
        () => bodyOf({ ...userCreated(), type: 'session.created' }),
        /must begin with "user\."/,
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
      '%s is refused, even with force, and writes nothing',
      async (_, body, message) => {
        const { record, run, preview, rows, user } = await begin(start);
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
}
