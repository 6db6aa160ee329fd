import { v } from 'convex/values';

/** The progress of the work that webhookAdmin.forgetUser starts. */
export const erasureFields = {
  clerk_id: v.string(),
  state: v.union(v.literal('running'), v.literal('done')),
  started_at: v.number(),
  updated_at: v.number(),
  /** Ids and addresses to look for in this round. */
  marks: v.array(v.string()),
  /** The next round continues after this `seq` of the user's own deliveries. Unset in the last one. */
  rest_after: v.optional(v.int64()),
  phase: v.union(
    v.literal('own deliveries'),
    v.literal('other deliveries'),
    v.literal('notes'),
    v.literal('rejections'),
  ),
  /** The last `seq`, or minute, that was looked at. */
  cursor: v.int64(),
};
