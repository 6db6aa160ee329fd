import { v, type Infer } from 'convex/values';
import { vOutcomeCounts } from './batch.ts';
import { vUserSnapshot } from './delivery.ts';
import { vOutcome } from './outcome.ts';

/** What a re-dispatch would do now. */
export const vPreview = v.object({
  outcome: vOutcome,
  reason: v.union(v.string(), v.null()),
  changed: v.array(v.string()),
  before: v.union(vUserSnapshot, v.null()),
  after: v.union(vUserSnapshot, v.null()),
});
export type Preview = Infer<typeof vPreview>;

/** A user that a selection would change: the row as it is now, and as it would be by then. */
const vUserPreview = v.object({
  clerk_id: v.string(),
  user_label: v.union(v.string(), v.null()),
  /** Whether Clerk deleted them: this would bring them back. */
  was_deleted: v.boolean(),
  changed: v.array(v.string()),
  before: v.union(vUserSnapshot, v.null()),
  after: v.union(vUserSnapshot, v.null()),
});
export type UserPreview = Infer<typeof vUserPreview>;

/** A part of the preview of a selection. A user can come again in a later part, which then holds. */
export const vManyPreviews = v.object({
  counts: vOutcomeCounts,
  /** How many of those that would be applied failed when they came, and may throw again. */
  failed_before: v.number(),
  users: v.array(vUserPreview),
  /** Where the next part starts, and what it goes on with; null when there is none. */
  next: v.union(v.string(), v.null()),
  state: v.union(v.string(), v.null()),
  /** Whether this was the last part. */
  done: v.boolean(),
  /**
   * Beside `done`: over 1,000 users would change, and of the events from there on nothing is told.
   * All counts are "at least".
   */
  more: v.boolean(),
});
export type ManyPreviews = Infer<typeof vManyPreviews>;
