import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';

export default defineSchema({
  things: defineTable({ a: v.optional(v.any()), b: v.optional(v.any()), label: v.string() })
    .index('by_a', ['a'])
    .index('by_a_b', ['a', 'b'])
    .index('by_b', ['b'])
    .index('by_nested', ['a.x', 'label']),
});
