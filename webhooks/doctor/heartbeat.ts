import type { MutationCtx, QueryCtx } from '../dataModel.ts';

/** Notes that the library's crons run. Called by the one that runs every hour. */
export async function beat(ctx: MutationCtx, now: number): Promise<void> {
  const last = await ctx.db.query('webhookHeartbeats').first();
  if (last === null) await ctx.db.insert('webhookHeartbeats', { at: now });
  else await ctx.db.patch('webhookHeartbeats', last._id, { at: now });
}

/** When a cron of the library ran last, milliseconds since 1970. */
export async function lastBeat(ctx: QueryCtx): Promise<number | null> {
  return (await ctx.db.query('webhookHeartbeats').first())?.at ?? null;
}
