import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';
import { webhookTables } from 'webhook-devtools-for-convex';

export const roles = v.union(v.literal('admin'), v.literal('member'));

export default defineSchema({
  ...webhookTables,

  users: defineTable({
    // `<issuer>|<Clerk's id>`, as ctx.auth.getUserIdentity() has it.
    tokenIdentifier: v.string(),
    name: v.optional(v.string()),
    image: v.optional(v.string()),
    orgIds: v.array(v.object({ orgId: v.string(), role: roles })),
    // Set by the store's webhook, see billing.ts.
    isPro: v.optional(v.boolean()),
  }).index('by_tokenIdentifier', ['tokenIdentifier']),

  files: defineTable({
    name: v.string(),
    orgId: v.string(),
    userId: v.id('users'),
    shouldDelete: v.optional(v.boolean()),
  })
    .index('by_orgId', ['orgId'])
    .index('by_userId', ['userId'])
    .index('by_shouldDelete', ['shouldDelete']),
});
