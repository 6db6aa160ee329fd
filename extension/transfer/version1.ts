import { v, type Infer } from 'convex/values';
import { vOutcome } from '../../webhooks/shared/outcome.ts';
import type { DocumentChange } from '../../webhooks/shared/documentChange.ts';
import type { DeliveryRecord } from './deliveryRecord.ts';

const vSnapshot = v.union(v.record(v.string(), v.any()), v.null());

/** A record in the format of version 1, with one users row before and after. */
export const vRecordOfVersion1 = v.object({
  format: v.literal('webhook-devtools/1'),
  masked: v.boolean(),
  row: v.object({
    _id: v.string(),
    seq: v.string(),
    svix_id: v.string(),
    attempt: v.number(),
    event_type: v.string(),
    clerk_user_id: v.optional(v.string()),
    user_label: v.optional(v.string()),
    occurred_at: v.number(),
    received_at: v.number(),
    outcome: vOutcome,
    reason: v.optional(v.string()),
    changed: v.array(v.string()),
    payload_bytes: v.number(),
    previous: v.optional(v.string()),
    payload_changed: v.optional(v.array(v.string())),
    source: v.union(v.literal('clerk'), v.literal('redispatch'), v.literal('reconcile')),
    redispatch: v.optional(
      v.object({
        of: v.string(),
        by: v.string(),
        edited: v.boolean(),
        forced: v.boolean(),
        note: v.optional(v.string()),
        batch: v.optional(v.string()),
      }),
    ),
  }),
  body: v.string(),
  headers: v.array(v.object({ name: v.string(), value: v.string() })),
  before: vSnapshot,
  after: vSnapshot,
  error: v.union(v.string(), v.null()),
});

/** Converts a record of version 1 to this version. */
export function fromVersion1(record: Infer<typeof vRecordOfVersion1>): DeliveryRecord {
  const { row, before, after, masked, body, headers, error } = record;
  const { changed, source: _source, ...kept } = row;
  const writes = row.outcome === 'applied' ? writesOf(record) : [];
  return {
    format: 'webhook-devtools/2',
    masked,
    row: {
      ...kept,
      source: 'clerk',
      event_id: row.svix_id,
      settled: row.outcome !== 'failed',
      changes:
        changed.length === 0
          ? []
          : [{ table: 'users', kind: kindOf(before, after), fields: changed }],
      writes: changed.length === 0 ? 0 : 1,
      unseen: 0,
    } as DeliveryRecord['row'],
    body,
    headers,
    writes,
    scheduled: [],
    attempted: [],
    error,
  };
}

function writesOf({ row, before, after }: Infer<typeof vRecordOfVersion1>): DocumentChange[] {
  if (before === null && after === null) return [];
  return [
    {
      table: 'users',
      // Version 1 kept no document ids; a user has one row.
      document: row.clerk_user_id ?? row._id,
      kind: kindOf(before, after),
      before: before && sortedJson(before),
      after: after && sortedJson(after),
      fields: row.changed,
    },
  ];
}

function kindOf(before: object | null, after: object | null): DocumentChange['kind'] {
  if (before === null) return after === null ? 'update' : 'insert';
  return after === null ? 'delete' : 'update';
}

function sortedJson(document: Record<string, unknown>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(document).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
