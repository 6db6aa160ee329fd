/** The events that a batch sends, on any deployment. */
import { describe, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import type { Selection } from '../../webhooks/shared/selection.ts';
import { NOON, userCreated } from '../fixtures/data/clerkEvents.ts';
import { record, type StartDeployment } from './deployment.ts';
import { ADA, begin, withHistory } from './batching.ts';

export function describeBatch(start: StartDeployment): void {
  describe('a batch by ids', () => {
    test('sends each event once, oldest first, and says so in the rows and in its counts', async () => {
      const { runBatch, sentBy, rows, newest, created, changed } = await withHistory(start);
      const ids = [changed, newest, changed, created];
      const batch = await runBatch({ selection: { ids }, note: 'after the deploy' });
      expect(await sentBy(batch._id)).toEqual([newest, created, changed]);
      expect(batch).toMatchObject({
        state: 'done',
        total: 3,
        skipped: 0,
        force: false,
        note: 'after the deploy',
        by: 'QA laptop',
        counts: { applied: 0, unchanged: 1, duplicate: 0, stale: 2, ignored: 0, failed: 0 },
      });
      expect((await rows()).at(-1)).toMatchObject({
        redispatch: { by: 'QA laptop', note: 'after the deploy', edited: false, forced: false },
      });
    });

    test('with force ends in the last event sent', async () => {
      const { deployment, accessKey, runBatch, created, changed } = await withHistory(start);
      await runBatch({ selection: { ids: [changed, created] }, force: true });
      const ada = await deployment.query(api.webhookAudit.user, { accessKey, clerk_id: ADA });
      expect(ada).toMatchObject({ row: { username: 'a1' }, subject: { updated_at: NOON + 2000 } });
    });

    test('sends an event once if several of its attempts were chosen', async () => {
      const { deployment, runBatch, sentBy } = await begin(start);
      const first = await record(deployment, userCreated(), { svix_id: 'msg_twice' });
      const second = await record(deployment, userCreated(), { svix_id: 'msg_twice' });
      const batch = await runBatch({ selection: { ids: [first, second] } });
      expect(await sentBy(batch._id)).toEqual([second]);
      expect(batch).toMatchObject({ total: 2, skipped: 1 });
    });

    test('skips re-dispatches', async () => {
      const { deployment, accessKey, runBatch, sentBy, created } = await withHistory(start);
      const send = { accessKey, id: created, idempotency_key: 'press_1' };
      const { id } = await deployment.mutation(api.webhookAudit.redispatch, send);
      const batch = await runBatch({ selection: { ids: [id, created] } });
      expect(await sentBy(batch._id)).toEqual([created]);
      expect(batch).toMatchObject({ total: 2, skipped: 1 });
    });
  });

  describe('a batch by a filter', () => {
    test('sends the deliveries that match the filter, oldest first', async () => {
      const { runBatch, sentBy, newest, created, changed } = await withHistory(start);
      const batch = await runBatch({ selection: { where: { clerk_user_id: ADA }, since: 0 } });
      expect(await sentBy(batch._id)).toEqual([newest, created, changed]);
      expect(batch).toMatchObject({ state: 'done', total: 3, skipped: 0 });
    });

    test.each([
      'svix_id',
      'event_id',
      'event_type',
      'outcome',
      'clerk_user_id',
      'subject',
    ] as const)('finds by %s', async (field) => {
      const { deployment, accessKey, runBatch, sentBy, grace } = await withHistory(start);
      const { row } = await deployment.query(api.webhookAudit.get, { accessKey, id: grace });
      const where = { [field]: row[field] } as Extract<Selection, { where: unknown }>['where'];
      const batch = await runBatch({ selection: { where, since: 0 } });
      const sent = await sentBy(batch._id);
      expect(sent).toContain(grace);
      for (const id of sent) {
        const { row: one } = await deployment.query(api.webhookAudit.get, { accessKey, id });
        expect(one[field]).toBe(row[field]);
      }
    });

    test('keeps to its time span', async () => {
      const { rows, runBatch, sentBy } = await withHistory(start);
      const millisecondOf = ({ seq }: { seq: bigint }) => Number(seq / 1_000_000n);
      const ada = (await rows()).filter(({ clerk_user_id }) => clerk_user_id === ADA);
      const [first, second, third] = ada.map(millisecondOf) as [number, number, number];
      const spans = [
        { since: 0, until: first - 1 },
        { since: first, until: first },
        { since: second, until: third },
        { since: first + 1 },
        { since: third + 1 },
      ];
      for (const span of spans) {
        const { since, until = Infinity } = span;
        const expected = ada.filter((row) => {
          const at = millisecondOf(row);
          return since <= at && at <= until;
        });
        const batch = await runBatch({ selection: { where: { clerk_user_id: ADA }, ...span } });
        expect(await sentBy(batch._id)).toEqual(expected.map(({ _id }) => _id));
        expect(batch.total).toBe(expected.length);
      }
    });

    test('never sends its own rows or those of another batch', async () => {
      const { runBatch, rows } = await withHistory(start);
      const selection = { where: { event_type: 'user.created' }, since: 0 };
      for (let round = 1; round <= 3; round++) {
        const batch = await runBatch({ selection, force: true });
        expect(batch).toMatchObject({ state: 'done', total: 2 });
        expect(await rows()).toHaveLength(4 + 2 * round);
      }
    });

    test('sends an event once, at its newest attempt', async () => {
      const { deployment, runBatch, sentBy } = await begin(start);
      await record(deployment, userCreated(), { svix_id: 'msg_twice' });
      const second = await record(deployment, userCreated(), { svix_id: 'msg_twice' });
      const batch = await runBatch({ selection: { where: { svix_id: 'msg_twice' }, since: 0 } });
      expect(await sentBy(batch._id)).toEqual([second]);
      expect(batch).toMatchObject({ total: 2, skipped: 1 });
    });

    test('skips events whose newest row no longer has the selected outcome', async () => {
      const { deployment, accessKey, runBatch, sentBy, created, changed } =
        await withHistory(start);
      const send = { accessKey, id: created, force: true, idempotency_key: 'press_1' };
      await deployment.mutation(api.webhookAudit.redispatch, send);
      const batch = await runBatch({ selection: { where: { outcome: 'stale' }, since: 0 } });
      expect(await sentBy(batch._id)).toEqual([changed]);
      expect(batch).toMatchObject({ total: 2, skipped: 1 });
    });

    test('without matching deliveries is done at once', async () => {
      const { runBatch } = await withHistory(start);
      const batch = await runBatch({ selection: { where: { outcome: 'failed' }, since: 0 } });
      expect(batch).toMatchObject({ state: 'done', total: 0, skipped: 0 });
    });
  });
}
