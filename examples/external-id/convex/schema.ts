import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';
import { webhookTables } from 'webhook-devtools-for-convex';

export default defineSchema({
  ...webhookTables,

  users: defineTable({
    name: v.string(),
    // Clerk's id.
    externalId: v.string(),
  }).index('byExternalId', ['externalId']),

  // Each post repeats its author's name, so that a page of posts is one query.
  posts: defineTable({
    author: v.id('users'),
    authorName: v.string(),
    text: v.string(),
  }).index('byAuthor', ['author']),

  // Kept when the payer leaves.
  payments: defineTable({
    paymentId: v.string(),
    payerId: v.string(),
    status: v.string(),
    updatedAt: v.number(),
  }).index('byPaymentId', ['paymentId']),
});
