import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';

export default defineSchema({
  messages: defineTable({
    channel: v.string(),
    text: v.string(),
    rank: v.optional(v.number()),
    seq: v.optional(v.commitTs()),
  })
    .index('by_channel', ['channel'])
    .index('by_channel_rank', ['channel', 'rank'])
    .index('by_seq', ['seq']),
});
