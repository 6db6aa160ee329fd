/** The preview of a selection predicts what the batch does, on any deployment. */
import { describe, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { refusalOf, type StartDeployment } from './deployment.ts';
import { ADA, withHistory } from './batching.ts';

export function describePreviewMany(start: StartDeployment): void {
  describe('the preview of a selection', () => {
    test.each([false, true])('predicts what the batch does (force: %s)', async (force) => {
      const { previewAll, runBatch, deployment, accessKey } = await withHistory(start);
      const selection = { where: { clerk_user_id: ADA }, since: 0 };
      const previewed = await previewAll(selection, force);
      const batch = await runBatch({ selection, force });
      expect(previewed.counts).toEqual(batch.counts);
      const { row } = await deployment.query(api.webhookAudit.user, { accessKey, clerk_id: ADA });
      const last = previewed.events.flatMap(({ writes }) => writes).at(-1);
      expect(last === undefined ? row : JSON.parse(last.after!)).toEqual(row);
    });

    test('rehearses each event after those before it', async () => {
      const { previewAll, created, changed } = await withHistory(start);
      const { counts, events } = await previewAll({ ids: [changed, created] }, true);
      expect(counts).toMatchObject({ applied: 2, stale: 0 });
      expect(events).toMatchObject([
        { id: created, user_label: 'Ada Lovelace', writes: [{ fields: ['username'] }] },
        { id: changed, user_label: 'Ada Lovelace', writes: [{ fields: ['username'] }] },
      ]);
      expect(JSON.parse(events[1]!.writes[0]!.before!)).not.toHaveProperty('username');
    });

    test('writes nothing', async () => {
      const { previewAll, rows, deployment, accessKey } = await withHistory(start);
      const before = await deployment.query(api.webhookAudit.users, { accessKey });
      await previewAll({ where: { clerk_user_id: ADA }, since: 0 }, true);
      expect(await rows()).toHaveLength(4);
      expect(await deployment.query(api.webhookAudit.users, { accessKey })).toEqual(before);
    });

    test.each([
      [{ next: 'somewhere' }, /`next`/],
      [{ next: '{}' }, /`next`/],
      [{ most: 0 }, /`most`/],
      [{ most: 101 }, /`most`/],
    ])('refuses %j', async (carried, message) => {
      const { deployment, accessKey, created } = await withHistory(start);
      const selection = { ids: [created] };
      const call = deployment.mutation(api.webhookAudit.previewMany, {
        accessKey,
        selection,
        ...carried,
      });
      expect(await refusalOf(call)).toMatchObject({
        code: 'bad_request',
        message: expect.stringMatching(message),
      });
    });
  });
}
