import { NO_OUTCOMES, type OutcomeCounts } from '../../convex/shared/batch.ts';
import { OUTCOMES } from '../../convex/shared/outcome.ts';
import type { ManyPreviews, UserPreview } from '../../convex/shared/preview.ts';

/** What the parts of a selection's preview say together so far. */
export interface PreviewSoFar {
  counts: OutcomeCounts;
  /** How many of those that would be applied failed when they came. */
  failedBefore: number;
  users: ReadonlyMap<string, UserPreview>;
  done: boolean;
  /** The server ended it at 1,000 changed users: there is more than this tells. */
  cut: boolean;
}

export const NOTHING_PREVIEWED: PreviewSoFar = {
  counts: NO_OUTCOMES,
  failedBefore: 0,
  users: new Map(),
  done: false,
  cut: false,
};

/** Adds the next part. A user can come again; what a later part says of them holds. */
export function withPart(soFar: PreviewSoFar, part: ManyPreviews): PreviewSoFar {
  const counts = { ...soFar.counts };
  for (const outcome of OUTCOMES) counts[outcome] += part.counts[outcome];
  const users = new Map(soFar.users);
  for (const user of part.users) users.set(user.clerk_id, user);
  const failedBefore = soFar.failedBefore + part.failed_before;
  return { counts, failedBefore, users, done: part.done, cut: part.more };
}
