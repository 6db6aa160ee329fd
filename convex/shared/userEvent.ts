import { v, type Infer } from 'convex/values';
import { mappedFields } from './userRow.ts';

/** What one Clerk event says about one user: its fields, that it was deleted, or nothing. */
export const vUserEvent = v.union(
  v.object({
    kind: v.literal('upsert'),
    clerk_id: v.string(),
    /** Order keys, milliseconds since 1970: Clerk's `data.updated_at`, then the envelope's time. */
    updated_at: v.number(),
    event_at: v.number(),
    fields: v.object(mappedFields),
  }),
  v.object({ kind: v.literal('delete'), clerk_id: v.string(), event_at: v.number() }),
  v.object({ kind: v.literal('none'), reason: v.string() }),
);
export type UserEvent = Infer<typeof vUserEvent>;
