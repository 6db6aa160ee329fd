/** A fake of the function that receives events. */
import { internalMutationGeneric, internalQueryGeneric } from 'convex/server';
import { v } from 'convex/values';
import { runHandler } from '../../../../webhooks/record/runHandler.ts';
import { storeWrites } from '../../../../webhooks/record/storeWrites.ts';
import { costSoFar } from './cost.ts';

/** Runs the handler, keeps its writes, and returns the run and its whole cost. */
export const receive = internalMutationGeneric({
  args: { steps: v.string(), type: v.optional(v.string()), rehearse: v.boolean() },
  handler: async (ctx, { steps, type = 'done', rehearse }) => {
    const data = { steps: JSON.parse(steps) as unknown };
    const event = { source: 'clerk', occurred_at: 1, body: JSON.stringify({ type, data }) };
    const run = await runHandler(ctx, event, { rehearse });
    if (run.kind === 'finished' && !rehearse) {
      const audit_id = await ctx.db.insert('webhookAudit', { run: run.kind });
      await storeWrites(ctx, audit_id as never, run.effects);
    }
    return JSON.stringify({ run, cost: JSON.parse(await costSoFar(ctx)) as unknown });
  },
});

/** The kept writes to a document, oldest first. */
export const history = internalQueryGeneric({
  args: { document: v.string() },
  handler: async (ctx, { document }) =>
    await ctx.db
      .query('webhookWrites')
      .withIndex('by_document', (q: any) => q.eq('document', document))
      .collect(),
});
