import { userLabelOf } from '../../convex/shared/clerkUser.ts';
import type { Outcome } from '../../convex/shared/outcome.ts';
import type { Preview } from '../../convex/shared/preview.ts';

const meanings: Record<Outcome, string> = {
  applied: 'The users table changed.',
  unchanged: 'Nothing changed.',
  duplicate: 'Nothing changed.',
  stale: 'Nothing changed.',
  ignored: 'Nothing changed.',
  failed: 'Nothing changed.',
};

/** What a re-dispatch did, plainly, also when that is nothing; `reason` in the server's own words. */
export function outcomeSentence(outcome: Outcome, reason: string | null): string {
  return withReason(meanings[outcome], reason);
}

/** The same of one that has not been sent, with whose row it is that would change. */
export function previewSentence({ outcome, reason, before, after }: Preview): string {
  if (outcome !== 'applied') return withReason('This would change nothing.', reason);
  const does = before === null ? 'create' : after === null ? 'delete' : 'change';
  const user = before ?? after ?? {};
  const label = userLabelOf(user);
  return `This would ${does} ${label === undefined ? user.clerk_id : `${label} (${user.clerk_id})`}.`;
}

function withReason(sentence: string, reason: string | null): string {
  if (reason === null) return sentence;
  return `${sentence} ${/[.!?]$/.test(reason) ? reason : `${reason}.`}`;
}
