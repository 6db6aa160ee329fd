import { v, type Infer } from 'convex/values';

/** A marked deploy: later deliveries ran the new code. */
export const markFields = {
  /** Such as a version or a commit. */
  name: v.string(),
  /** Milliseconds since 1970, different for each mark. */
  at: v.number(),
};

/** A mark as operators get it. */
export const vMark = v.object({ id: v.id('webhookMarks'), ...markFields });
export type Mark = Infer<typeof vMark>;

/** The longest name of a mark. */
export const MAX_MARK_LENGTH = 100;
