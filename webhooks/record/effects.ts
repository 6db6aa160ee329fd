/** The effects of a handler: the documents that it changed and the functions that it scheduled. */
import type { DocumentChange, ScheduledCall } from '../shared/documentChange.ts';

/** Bounds of one delivery. Changes past them are counted only. */
export const MAX_DOCUMENTS = 200;
export const MAX_BYTES = 256 * 1024;
/** Of a document over this size, as JSON, only the size and the fields are recorded. */
export const MAX_SIDE_BYTES = 64 * 1024;

export interface Effects {
  /** At most MAX_DOCUMENTS, in the order in which they were first written. */
  changes: DocumentChange[];
  /** All documents that were changed by recorded functions, those in `changes` included. */
  writes: number;
  /** Writes and scheduled calls of functions that are not recorded, or to tables that never are. */
  unseen: number;
  scheduled: ScheduledCall[];
}

export const NO_EFFECTS: Effects = { changes: [], writes: 0, unseen: 0, scheduled: [] };
