import { v, type Infer } from 'convex/values';

export const vRejectionReason = v.union(
  v.literal('missing_header'),
  v.literal('bad_timestamp'),
  v.literal('bad_signature'),
  v.literal('too_large'),
  v.literal('not_json'),
  v.literal('not_clerk_event'),
  v.literal('misconfigured'),
);
export type RejectionReason = Infer<typeof vRejectionReason>;

/** One row a minute and reason: what was refused, counted, with one sample. */
export const rejectionFields = {
  /** Start of the minute, milliseconds since 1970. */
  minute: v.number(),
  reason: vRejectionReason,
  /** At least this many: bursts within a second are counted once. */
  count: v.number(),
  first_at: v.number(),
  last_at: v.number(),
  sample: v.object({
    header_names: v.array(v.string()),
    body_bytes: v.number(),
    /** At most 1 KB. */
    body_start: v.string(),
    diagnosis: v.string(),
  }),
};

export const vRejection = v.object({ _id: v.id('rejections'), ...rejectionFields });
export type Rejection = Infer<typeof vRejection>;
