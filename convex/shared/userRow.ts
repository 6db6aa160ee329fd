import { v, type Infer } from 'convex/values';

/** The fields of `users` that a Clerk event decides. */
export const mappedFields = {
  email: v.optional(v.string()),
  email_lower: v.optional(v.string()),
  first_name: v.optional(v.string()),
  last_name: v.optional(v.string()),
  username: v.optional(v.string()),
  image_url: v.optional(v.string()),
  external_id: v.optional(v.string()),
  clerk_created_at: v.number(),
};
const vMappedFields = v.object(mappedFields);
export type MappedFields = Infer<typeof vMappedFields>;

/** One row of `users`: Clerk's fields, the app's own `workspace_id`, and the order keys. */
export const userFields = {
  clerk_id: v.string(),
  workspace_id: v.optional(v.string()),
  ...mappedFields,
  clerk_updated_at: v.number(),
  clerk_event_at: v.number(),
};

export const vUserRow = v.object(userFields);
export type UserRow = Infer<typeof vUserRow>;

export const tombstoneFields = { clerk_id: v.string(), deleted_at: v.number() };
export const vTombstone = v.object(tombstoneFields);
export type Tombstone = Infer<typeof vTombstone>;
