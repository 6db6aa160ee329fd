import { v, type Infer } from 'convex/values';
import { vSelection } from './selection.ts';

/** How many events ended in each outcome. */
export const vOutcomeCounts = v.object({
  applied: v.number(),
  unchanged: v.number(),
  duplicate: v.number(),
  stale: v.number(),
  ignored: v.number(),
  failed: v.number(),
});
export type OutcomeCounts = Infer<typeof vOutcomeCounts>;

export const NO_OUTCOMES: OutcomeCounts = {
  applied: 0,
  unchanged: 0,
  duplicate: 0,
  stale: 0,
  ignored: 0,
  failed: 0,
};

/**
 * One re-dispatch of many events: what was selected, how far it is, and what came of it. Without
 * `until_seq`, whose validator differs between storing and returning.
 */
export const batchFields = {
  /** Chosen by the caller, so that starting twice gives one batch. */
  key: v.string(),
  /** By ids: without repetitions, oldest first. */
  selection: vSelection,
  /** The last `seq` walked past; for a selection by ids, how many of them. */
  cursor: v.int64(),
  force: v.boolean(),
  note: v.optional(v.string()),
  state: v.union(v.literal('running'), v.literal('done'), v.literal('cancelled')),
  /** Why it was cancelled. */
  reason: v.optional(v.string()),
  counts: vOutcomeCounts,
  /** Selected rows that were not sent: see `isDue` in model/selectedEvents.ts. */
  skipped: v.number(),
  /** Selected rows when it started, counted to 1,000, then "more". */
  total: v.union(v.number(), v.literal('more')),
  by: v.string(),
  created_at: v.number(),
  updated_at: v.number(),
};

/** A batch as operators get it. */
export const vBatch = v.object({
  _id: v.id('redispatchBatches'),
  /** Fixed at the start: a batch never meets rows that came after it, so never its own. */
  until_seq: v.int64(),
  ...batchFields,
});
export type Batch = Infer<typeof vBatch>;
