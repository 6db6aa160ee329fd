import { v, type Infer } from 'convex/values';

/** The result of one verified delivery, written once in its audit row and answered to the sender. */
export const vOutcome = v.union(
  v.literal('applied'),
  v.literal('unchanged'),
  v.literal('duplicate'),
  v.literal('stale'),
  v.literal('ignored'),
  v.literal('failed'),
);
export type Outcome = Infer<typeof vOutcome>;

export const OUTCOMES = vOutcome.members.map((member) => member.value);

/** Only a failure asks the sender to try again; every other outcome is final. */
export function httpStatusOf(outcome: Outcome): 200 | 500 {
  return outcome === 'failed' ? 500 : 200;
}
