import { v, type Infer } from 'convex/values';
import { vOutcomeCounts } from './batch.ts';
import { vDocumentChange, vScheduledCall } from './documentChange.ts';
import { vOutcome } from './outcome.ts';

/**
 * The effects of a re-dispatch by the app's own handler, rolled back. A real re-dispatch will
 * differ in the ids of inserted documents and in whatever depends on the clock or on chance.
 */
const previewFields = {
  /** True if the subject was deleted: the re-dispatch would bring it back. */
  was_deleted: v.boolean(),
  outcome: vOutcome,
  reason: v.union(v.string(), v.null()),
  /** The error that the handler would throw. */
  error: v.union(v.string(), v.null()),
  /** Documents that would differ; if the handler throws, those that it wrote before. */
  writes: v.array(vDocumentChange),
  /** The number of documents that would differ, and of writes that are not recorded. */
  written: v.number(),
  unseen: v.number(),
  scheduled: v.array(vScheduledCall),
};
export const vPreview = v.object({
  ...previewFields,
  /** When the preview was made, milliseconds since 1970. */
  at: v.number(),
});
export type Preview = Infer<typeof vPreview>;

/** The effects of one event of a selection, after those before it. */
const vEventPreview = v.object({
  id: v.id('webhookAudit'),
  subject: v.union(v.string(), v.null()),
  clerk_user_id: v.union(v.string(), v.null()),
  user_label: v.union(v.string(), v.null()),
  ...previewFields,
});
export type EventPreview = Infer<typeof vEventPreview>;

/**
 * A part of the preview of a selection: all events of some subjects, in order. The effects of one
 * part are not visible to the others.
 */
export const vManyPreviews = v.object({
  counts: vOutcomeCounts,
  /** How many events would be applied now that failed when they came. */
  failed_before: v.number(),
  /** In the order in which they would be sent. Sides of documents are left out past 1 MiB. */
  events: v.array(vEventPreview),
  /** The number of events in the selection, counted to 1,000. */
  total: v.number(),
  /** Where the next part starts; null when there is none. */
  next: v.union(v.string(), v.null()),
  /** The selection has over 1,000 rows; the preview does not cover the rest. */
  more: v.boolean(),
  at: v.number(),
});
export type ManyPreviews = Infer<typeof vManyPreviews>;
