import { v } from 'convex/values';
import { operatorMutation, operatorQuery } from './model/access.ts';
import { vBatch, vOutcomeCounts } from './shared/batch.ts';
import { vOutcome } from './shared/outcome.ts';
import { vPreview } from './shared/preview.ts';
import { vSelection } from './shared/selection.ts';
import { vUserSnapshot } from './shared/delivery.ts';

/** What re-dispatching this delivery, perhaps edited, would do now. Writes nothing. */
export const preview = operatorQuery({
  role: 'redispatcher',
  args: { id: v.id('webhookAudit'), body: v.optional(v.string()), force: v.optional(v.boolean()) },
  returns: vPreview,
  handler: () => {
    throw new Error('redispatch.preview is not there yet');
  },
});

/**
 * What re-dispatching a selection would do now, plans folded in order, at most 4 MiB read a call.
 * Go on with the `next` and `state` that it returned until `done`. Writes nothing.
 */
export const previewMany = operatorQuery({
  role: 'redispatcher',
  args: {
    selection: vSelection,
    force: v.optional(v.boolean()),
    next: v.optional(v.union(v.string(), v.null())),
    state: v.optional(v.union(v.string(), v.null())),
  },
  returns: v.object({
    counts: vOutcomeCounts,
    users: v.array(
      v.object({
        clerk_id: v.string(),
        user_label: v.union(v.string(), v.null()),
        changed: v.array(v.string()),
        before: v.union(vUserSnapshot, v.null()),
        after: v.union(vUserSnapshot, v.null()),
      }),
    ),
    next: v.union(v.string(), v.null()),
    state: v.union(v.string(), v.null()),
    done: v.boolean(),
  }),
  handler: () => {
    throw new Error('redispatch.previewMany is not there yet');
  },
});

/** Sends one delivery again, perhaps edited. Returns the id of the new audit row. */
export const run = operatorMutation({
  role: 'redispatcher',
  args: {
    id: v.id('webhookAudit'),
    body: v.optional(v.string()),
    force: v.optional(v.boolean()),
    note: v.optional(v.string()),
  },
  returns: v.object({
    id: v.id('webhookAudit'),
    outcome: vOutcome,
    reason: v.union(v.string(), v.null()),
  }),
  handler: () => {
    throw new Error('redispatch.run is not there yet');
  },
});

/** Starts re-dispatching a selection, one event a transaction. The same `key` gives the same batch. */
export const startBatch = operatorMutation({
  role: 'redispatcher',
  args: {
    key: v.string(),
    selection: vSelection,
    force: v.optional(v.boolean()),
    note: v.optional(v.string()),
  },
  returns: v.id('redispatchBatches'),
  handler: () => {
    throw new Error('redispatch.startBatch is not there yet');
  },
});

/** One batch, with its progress. */
export const batch = operatorQuery({
  role: 'viewer',
  args: { id: v.id('redispatchBatches') },
  returns: vBatch,
  handler: () => {
    throw new Error('redispatch.batch is not there yet');
  },
});

/** The newest 50 batches. */
export const batches = operatorQuery({
  role: 'viewer',
  args: {},
  returns: v.array(vBatch),
  handler: () => {
    throw new Error('redispatch.batches is not there yet');
  },
});

/** Stops a batch before its next event. What it did stays. */
export const cancelBatch = operatorMutation({
  role: 'redispatcher',
  args: { id: v.id('redispatchBatches') },
  returns: vBatch,
  handler: () => {
    throw new Error('redispatch.cancelBatch is not there yet');
  },
});
