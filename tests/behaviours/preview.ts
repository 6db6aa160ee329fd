/** A preview predicts what the re-dispatch does, on any deployment. */
import { describe, expect, test } from 'vitest';
import type { Id } from '../../convex/_generated/dataModel.js';
import type { Delivery } from '../../webhooks/shared/delivery.ts';
import {
  clerkEvent,
  userCreated,
  userDeleted,
  userUpdated,
  type ClerkEventBody,
  type Fields,
} from '../fixtures/data/clerkEvents.ts';
import type { StartDeployment } from './deployment.ts';
import { begin, bodyOf } from './redispatching.ts';

export function describePreview(start: StartDeployment): void {
  describe('a preview', () => {
    const older = userCreated();
    const newer = userUpdated({ first_name: 'Augusta' });
    const deleted = userDeleted();
    const session = clerkEvent('session.created', { id: 'sess_1', object: 'session' });
    const cases: [name: string, history: ClerkEventBody[], of: number, edit?: Fields][] = [
      ['an event that is applied', [older], 0],
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
      'of %s (force: %s) predicts the re-dispatch, and writes nothing',
      async (_, force, [, history, of, edit]) => {
        const { record, run, preview, open, rows, user } = await begin(start);
        const ids: Id<'webhookAudit'>[] = [];
        for (const event of history) ids.push(await record(event));
        const original = history[of]!;
        const body = edit && bodyOf({ ...original, data: { ...original.data, ...edit } });
        const request = { id: ids[of]!, body, force };

        const before = await user();
        const { at: _at, ...previewed } = await preview(request);
        expect(await rows()).toHaveLength(history.length);
        expect(await user()).toEqual(before);

        const { id, outcome, reason } = await run(request);
        const done = await open(id);
        expect({ ...previewed, writes: timeless(previewed.writes) }).toEqual({
          outcome,
          reason,
          error: done.error,
          writes: timeless(done.writes),
          written: done.row.writes,
          unseen: done.row.unseen,
          scheduled: done.scheduled,
          was_deleted: history.some(({ type }) => type === 'user.deleted'),
        });
      },
    );
  });
}

/** Writes without what differs from run to run: ids of new documents and times. */
function timeless(writes: Delivery['writes']) {
  const stable = (json: string | null) =>
    json && { ...JSON.parse(json), _id: null, _creationTime: null };
  return writes.map(({ document: _document, before, after, ...write }) => ({
    ...write,
    before: stable(before),
    after: stable(after),
  }));
}
