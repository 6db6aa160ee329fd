import type { GenericMutationCtx } from 'convex/server';
import type { GenericId } from 'convex/values';
import type { Effects } from './effects.ts';

/** Stores each change of a delivery as one row of `webhookWrites`. */
export async function storeWrites(
  ctx: Pick<GenericMutationCtx<any>, 'db'>,
  audit_id: GenericId<'webhookAudit'>,
  { changes }: Pick<Effects, 'changes'>,
): Promise<void> {
  for (const { before, after, ...change } of changes) {
    await ctx.db.insert('webhookWrites', {
      ...change,
      audit_id,
      seq: ctx.db.vars.commitTs,
      before: before ?? undefined,
      after: after ?? undefined,
    });
  }
}
