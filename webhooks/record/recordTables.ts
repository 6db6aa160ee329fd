import { defineTable, type GenericMutationCtx } from 'convex/server';
import { v } from 'convex/values';
import { vChangeKind } from '../shared/documentChange.ts';
import { requireConvex } from './requireConvex.ts';

// Must come before any call that an older version of convex lacks.
requireConvex();

/** The tables for what handlers did. Part of `webhookTables`. */
export const recordTables = {
  // Written and deleted by `webhookHandler:apply` within one transaction, so that the functions which
  // the handler calls know that they run inside a webhook. Empty after every commit.
  webhookRuns: defineTable({ request_id: v.string() }).index('by_request_id', ['request_id']),

  // Written by a recorded function at its end, to tell its caller what it did; read and deleted by
  // that caller within the same transaction. Empty after every commit.
  webhookEffects: defineTable({ run: v.id('webhookRuns'), record: v.string() }).index('by_run', [
    'run',
  ]),

  // Written by storeWrites, one for each document that a delivery changed; deleted with the delivery.
  // Read when a delivery or the history of a document is opened.
  webhookWrites: defineTable({
    audit_id: v.id('webhookAudit'),
    seq: v.commitTs(),
    table: v.string(),
    document: v.string(),
    kind: vChangeKind,
    before: v.optional(v.string()),
    after: v.optional(v.string()),
    before_bytes: v.optional(v.number()),
    after_bytes: v.optional(v.number()),
    fields: v.array(v.string()),
  })
    .index('by_audit_id', ['audit_id'])
    .index('by_document', ['document', 'seq']),
};

/** The context of any app's mutation. The app's schema has `recordTables` among its tables. */
export type AnyMutationCtx = GenericMutationCtx<any>;
