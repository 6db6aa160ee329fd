import { v, type Infer } from 'convex/values';
import { vSelection } from './selection.ts';

export const vBatchState = v.union(v.literal('running'), v.literal('done'), v.literal('cancelled'));

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

/** One re-dispatch of many events: what was selected, how far it is, and what came of it. */
export const batchFields = {
  /** Chosen by the caller, so that starting twice gives one batch. */
  key: v.string(),
  selection: vSelection,
  /** Fixed at the start: a batch never meets rows that came after it. */
  until_seq: v.int64(),
  /** The last `seq` handled; for a selection by ids, how many of them were handled. */
  cursor: v.int64(),
  force: v.boolean(),
  note: v.optional(v.string()),
  state: vBatchState,
  counts: vOutcomeCounts,
  /** Events that no longer had the selected outcome, or that the batch had handled already. */
  skipped: v.number(),
  /** Counted to 1,000, then "more". */
  total: v.union(v.number(), v.literal('more')),
  by: v.string(),
  created_at: v.number(),
  updated_at: v.number(),
};

export const vBatch = v.object({ _id: v.id('redispatchBatches'), ...batchFields });
export type Batch = Infer<typeof vBatch>;
