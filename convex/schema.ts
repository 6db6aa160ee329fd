import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';
import { webhookTables } from '../webhooks/tables.ts';

export default defineSchema({
  ...webhookTables,

  // Written by createUser, updateUser, deleteUser and setWorkspace of users.ts. Read by the app, and by
  // operators in the Users view.
  users: defineTable({
    clerk_id: v.string(),
    // The app's own: no webhook writes it.
    workspace_id: v.optional(v.string()),
    email: v.optional(v.string()),
    email_lower: v.optional(v.string()),
    first_name: v.optional(v.string()),
    last_name: v.optional(v.string()),
    username: v.optional(v.string()),
    image_url: v.optional(v.string()),
    external_id: v.optional(v.string()),
    clerk_created_at: v.number(),
  })
    .index('by_clerk_id', ['clerk_id'])
    .index('by_email_lower', ['email_lower'])
    .index('by_first_name', ['first_name'])
    .index('by_last_name', ['last_name']),
});
