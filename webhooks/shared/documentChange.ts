import { v, type Infer } from 'convex/values';

export const vChangeKind = v.union(v.literal('insert'), v.literal('update'), v.literal('delete'));

/** One document that differs after a handler ran. */
export const documentChangeFields = {
  table: v.string(),
  /** The document's id. */
  document: v.string(),
  kind: vChangeKind,
  /**
   * The document as Convex JSON with sorted keys. Null if there was none, or if it is over 64 KiB and
   * left out: then its size is given.
   */
  before: v.union(v.string(), v.null()),
  after: v.union(v.string(), v.null()),
  /** UTF-8 bytes of a side that is left out. */
  before_bytes: v.optional(v.number()),
  after_bytes: v.optional(v.number()),
  /** Top-level fields that differ, sorted; all of them for an insert or a delete. */
  fields: v.array(v.string()),
};
export const vDocumentChange = v.object(documentChangeFields);
export type DocumentChange = Infer<typeof vDocumentChange>;

/** A function that a handler scheduled, or a scheduled one that it cancelled. */
export const vScheduledCall = v.object({
  /** Such as `emails:sendWelcome`. */
  function: v.string(),
  /** When it is to run, milliseconds since 1970. */
  at: v.number(),
  /** Convex JSON; left out if it is large. */
  args: v.optional(v.string()),
  cancelled: v.optional(v.literal(true)),
});
export type ScheduledCall = Infer<typeof vScheduledCall>;
