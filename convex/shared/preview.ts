import { v, type Infer } from 'convex/values';
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
