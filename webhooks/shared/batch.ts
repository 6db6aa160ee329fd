import { v, type Infer } from 'convex/values';
import { vFilter, vSelection } from './selection.ts';

/** The number of events that ended in each outcome. */
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
 * One re-dispatch of many events: its selection, its progress and its results. Without
 * `until_seq`, whose validator differs between storing and returning.
 */
export const batchFields = {
  /** Chosen by the caller, so that starting twice gives one batch. */
  key: v.string(),
  /** By ids: without repetitions, oldest first. */
  selection: vSelection,
  /** The `seq` of the last row that was read; for a selection by ids, the number of ids done. */
  cursor: v.int64(),
  force: v.boolean(),
  note: v.optional(v.string()),
  state: v.union(v.literal('running'), v.literal('done'), v.literal('cancelled')),
  /** The reason why it was cancelled. */
  reason: v.optional(v.string()),
  counts: vOutcomeCounts,
  /** Selected rows that were not sent: see `isDue` in redispatch/selectedEvents.ts. */
  skipped: v.number(),
  /** Events that were given up, since their step failed twice. `counts.failed` includes them. */
  given_up: v.number(),
  /** The number of selected rows at the start, or "more" if over 1,000. */
  total: v.union(v.number(), v.literal('more')),
  by: v.string(),
  created_at: v.number(),
  updated_at: v.number(),
};

const { selection: _selection, ...shownFields } = batchFields;

/** A batch as operators get it. */
export const vBatch = v.object({
  _id: v.id('webhookBatches'),
  /** Fixed at the start, so that a batch never sends rows that came after it, such as its own. */
  until_seq: v.int64(),
  ...shownFields,
  /**
   * Only the number of chosen rows: up to a thousand ids would go to each subscriber at each step.
   */
  selection: v.union(vFilter, v.object({ chosen: v.number() })),
});
export type Batch = Infer<typeof vBatch>;
