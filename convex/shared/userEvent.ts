import { v, type Infer } from 'convex/values';
import { mappedFields } from './userRow.ts';

/** A user as Clerk had it. */
export const vUserUpsert = v.object({
  kind: v.literal('upsert'),
  clerk_id: v.string(),
  /** Order keys, milliseconds since 1970: Clerk's `data.updated_at`, then the envelope's time. */
  updated_at: v.number(),
  event_at: v.number(),
  fields: v.object(mappedFields),
});

export type UserUpsert = Infer<typeof vUserUpsert>;

export const vUserDelete = v.object({
  kind: v.literal('delete'),
  clerk_id: v.string(),
  event_at: v.number(),
});

/** What one Clerk event says about one user: its fields, that it was deleted, or nothing. */
export type UserEvent = UserUpsert | Infer<typeof vUserDelete> | { kind: 'none'; reason: string };
