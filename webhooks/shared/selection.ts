import { v, type Infer } from 'convex/values';
import { vOutcome } from './outcome.ts';

/** One indexed field of `webhookAudit` to read by. Without a `source`, an id is Clerk's. */
export const vWhere = v.union(
  v.object({ svix_id: v.string(), source: v.optional(v.string()) }),
  v.object({ event_id: v.string(), source: v.optional(v.string()) }),
  v.object({ subject: v.string() }),
  v.object({ clerk_user_id: v.string() }),
  v.object({ event_type: v.string() }),
  v.object({ outcome: vOutcome }),
);
export type Where = Infer<typeof vWhere>;

export const vFilter = v.object({
  where: vWhere,
  since: v.number(),
  until: v.optional(v.number()),
});
export type Filter = Infer<typeof vFilter>;

/** Deliveries to re-dispatch: chosen rows, or a filter over a time span in milliseconds since 1970. */
export const vSelection = v.union(v.object({ ids: v.array(v.id('webhookAudit')) }), vFilter);
export type Selection = Infer<typeof vSelection>;
