import { v, type Infer } from 'convex/values';

export const vRejectionReason = v.union(
  v.literal('missing_header'),
  v.literal('doubled_header'),
  v.literal('malformed_header'),
  v.literal('bad_timestamp'),
  v.literal('bad_signature'),
  v.literal('too_large'),
  v.literal('too_slow'),
  v.literal('compressed'),
  v.literal('not_json'),
  v.literal('not_clerk_event'),
  v.literal('misconfigured'),
);
export type RejectionReason = Infer<typeof vRejectionReason>;

/** One row a minute and reason: what was rejected, counted, with one sample. */
export const rejectionFields = {
  /** Start of the minute, milliseconds since 1970. */
  minute: v.number(),
  reason: vRejectionReason,
  /** At least this many: bursts within a second are counted once. */
  count: v.number(),
  first_at: v.number(),
  last_at: v.number(),
  sample: v.object({
    /** At most 16 names of at most 40 characters, and `…3 more` at the end for the others. */
    header_names: v.array(v.string()),
    /** The number of bytes read, or the declared length. */
    body_bytes: v.number(),
    /** At most 256 bytes. Empty when only the headers were read. */
    body_start: v.string(),
    diagnosis: v.string(),
  }),
  /** The event and user that the sample's unverified body claims. */
  claimed: v.optional(
    v.object({
      type: v.optional(v.string()),
      user_id: v.optional(v.string()),
      name: v.optional(v.string()),
    }),
  ),
};

export const vRejection = v.object({ _id: v.id('webhookRejections'), ...rejectionFields });
export type Rejection = Infer<typeof vRejection>;
