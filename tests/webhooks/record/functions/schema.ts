/** The tables of a small app that uses the recorder. */
import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';
import { webhookTables } from '../../../../webhooks/tables.ts';

const thing = {
  label: v.string(),
  n: v.optional(v.number()),
  tag: v.optional(v.union(v.string(), v.null())),
  value: v.optional(v.any()),
};

export const appTables = {
  things: defineTable(thing).index('by_label', ['label']),
  others: defineTable(thing).index('by_label', ['label']),
  // Writes to this table are never recorded.
  secrets: defineTable(thing).index('by_label', ['label']),
};

export default defineSchema({
  ...webhookTables,
  // In place of the library's tables, since only the recorder is tested here.
  webhookAudit: defineTable({ run: v.string() }),
  ...appTables,
});
