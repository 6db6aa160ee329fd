import type { Outcome } from '../../convex/shared/outcome.ts';

const meanings: Record<Outcome, string> = {
  applied: 'The users table changed.',
  unchanged: 'Nothing changed.',
  duplicate: 'Nothing changed.',
  stale: 'Nothing changed.',
  ignored: 'Nothing changed.',
  failed: 'Nothing changed: applying it threw an error.',
};

const conditional: Record<Outcome, string> = {
  applied: 'This would change the users table.',
  unchanged: 'This would change nothing.',
  duplicate: 'This would change nothing.',
  stale: 'This would change nothing.',
  ignored: 'This would change nothing.',
  failed: 'This would change nothing: applying it would throw an error.',
};

/** What a re-dispatch did, plainly, also when that is nothing; `reason` in the server's own words. */
export function outcomeSentence(outcome: Outcome, reason: string | null): string {
  return withReason(meanings[outcome], reason);
}

/** The same of one that has not been sent. */
export function previewSentence(outcome: Outcome, reason: string | null): string {
  return withReason(conditional[outcome], reason);
}

function withReason(sentence: string, reason: string | null): string {
  if (reason === null) return sentence;
  return `${sentence} ${/[.!?]$/.test(reason) ? reason : `${reason}.`}`;
}
