import type { Doc, MutationCtx } from '../dataModel.ts';
import type { Progress } from './progress.ts';

/** Each row may belong to another batch, which may hold 1,000 ids: some 10 MB in one transaction. */
const MAX_ROWS = 250;

/**
 * Clears the notes on the rows of batches that sent a delivery about the user. Their own notes are
 * cleared already; the note of a batch that is gone may have been about the user too.
 */
export async function forgetNotes(
  ctx: MutationCtx,
  { cursor }: Doc<'webhookErasures'>,
): Promise<Progress> {
  const until = ctx.meta.getSnapshotTs();
  const rows = await ctx.db
    .query('webhookAudit')
    .withIndex('by_seq', (q) => q.gt('seq', cursor).lte('seq', until))
    .take(MAX_ROWS);
  for (const { _id, redispatch } of rows) {
    if (redispatch?.note === undefined || !redispatch.batch) continue;
    const batch = await ctx.db.get('webhookBatches', redispatch.batch);
    if (batch?.note !== undefined) continue;
    await ctx.db.patch('webhookAudit', _id, { redispatch: { ...redispatch, note: undefined } });
  }
  return rows.length < MAX_ROWS
    ? { phase: 'rejections', cursor: -1n }
    : { cursor: rows.at(-1)!.seq as bigint };
}
