/** How batches are started, watched and cancelled, on any deployment. */
import { describe, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { MASK } from '../../webhooks/shared/masking/maskPayload.ts';
import type { Selection } from '../../webhooks/shared/selection.ts';
import { issueKey, refusalOf, type StartDeployment } from './deployment.ts';
import { begin, withHistory } from './batching.ts';

export function describeBatchControl(start: StartDeployment): void {
  describe('starting, watching and ending batches', () => {
    test('the same key gives the same batch, which sends nothing again', async () => {
      const { startBatch, runBatch, sentBy, created } = await withHistory(start);
      const request = { key: 'chosen by the panel', selection: { ids: [created] } };
      const batch = await runBatch(request);
      expect(await startBatch(request)).toBe(batch._id);
      expect(await sentBy(batch._id)).toHaveLength(1);
    });

    test('the key of another batch is refused', async () => {
      const { startBatch, created, grace } = await withHistory(start);
      await startBatch({ key: 'chosen', selection: { ids: [created] } });
      for (const other of [
        { selection: { ids: [grace] } },
        { selection: { ids: [created] }, force: true },
        { selection: { ids: [created] }, note: 'n' },
      ]) {
        const refused = refusalOf(startBatch({ key: 'chosen', ...other }));
        expect(await refused).toMatchObject({ code: 'bad_request' });
      }
    });

    test('a batch of chosen rows shows only their number, not their ids', async () => {
      const { runBatch, created, grace } = await withHistory(start);
      const batch = await runBatch({ selection: { ids: [created, grace] } });
      expect(batch.selection).toEqual({ chosen: 2 });
    });

    test('batches are listed, the newest first', async () => {
      const { deployment, accessKey, runBatch, created, grace } = await withHistory(start);
      const first = await runBatch({ selection: { ids: [created] } });
      const second = await runBatch({ selection: { ids: [grace] } });
      const listed = await deployment.query(api.webhookAudit.batches, { accessKey });
      expect(listed).toEqual([second, first]);
    });

    test('cancelling a batch that has ended changes nothing', async () => {
      const { deployment, accessKey, runBatch, created } = await withHistory(start);
      const batch = await runBatch({ selection: { ids: [created] } });
      const id = batch._id;
      expect(await deployment.mutation(api.webhookAudit.cancelBatch, { accessKey, id })).toEqual(
        batch,
      );
    });

    test('a viewer sees batches with their notes masked, and cancels none', async () => {
      const { deployment, runBatch, created } = await withHistory(start);
      const batch = await runBatch({ selection: { ids: [created] }, note: 'Ada called' });
      const { accessKey } = await issueKey(deployment, 'viewer');
      const id = batch._id;
      expect(await deployment.query(api.webhookAudit.batch, { accessKey, id })).toEqual({
        ...batch,
        note: MASK,
      });
      expect(await deployment.query(api.webhookAudit.batches, { accessKey })).toMatchObject([
        { note: MASK },
      ]);
      const cancel = deployment.mutation(api.webhookAudit.cancelBatch, { accessKey, id });
      expect(await refusalOf(cancel)).toMatchObject({ code: 'role_refused' });
    });

    const refused: [
      name: string,
      request: { key?: string; note?: string; selection: Selection },
    ][] = [
      ['no ids', { selection: { ids: [] } }],
      ['an invalid start time', { selection: { where: { outcome: 'failed' }, since: NaN } }],
      [
        'an invalid end time',
        { selection: { where: { outcome: 'failed' }, since: 0, until: Infinity } },
      ],
      [
        'a name of 2 MB in the filter',
        { selection: { where: { event_type: 'x'.repeat(2_000_000) }, since: 0 } },
      ],
      ['an empty key', { key: '', selection: { where: { outcome: 'failed' }, since: 0 } }],
      [
        'a note that is too long',
        { note: 'x'.repeat(501), selection: { where: { outcome: 'failed' }, since: 0 } },
      ],
    ];
    test.each(refused)('a batch with %s is refused', async (_, request) => {
      const { deployment, accessKey, startBatch } = await begin(start);
      expect(await refusalOf(startBatch(request))).toMatchObject({ code: 'bad_request' });
      expect(await deployment.query(api.webhookAudit.batches, { accessKey })).toEqual([]);
    });
  });
}
