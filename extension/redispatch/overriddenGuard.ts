import type { OutcomeCounts } from '../../convex/shared/batch.ts';
import type { Preview } from '../../convex/shared/preview.ts';
import { deliveryCount } from './effectSummary.ts';

/** What keeps a re-dispatch from being applied, and what `force` would pass. */
export type Guard = 'order' | 'tombstone';

/** The guard that a re-dispatch without force runs into; null when there is none to override. */
export function guardOf(unforced: Preview): Guard | null {
  if (unforced.outcome !== 'stale') return null;
  return unforced.before === null ? 'tombstone' : 'order';
}

/**
 * What forcing one re-dispatch does, as the sentence that must be agreed to.
 *
 * @param tellTime writes a time, in milliseconds since 1970
 */
export function overrideSentence(unforced: Preview, tellTime: (ms: number) => string): string {
  if (guardOf(unforced) === 'tombstone') {
    return 'Override the tombstone: Clerk deleted this user, and this creates them again. The tombstone is removed, so later events of this user count again.';
  }
  const held = unforced.before?.clerk_updated_at;
  const since = typeof held === 'number' ? `, updated ${tellTime(held)}` : '';
  return `Override the order guard: write the values of this event over the newer ones that the row holds${since}. The row keeps its order keys, so a late genuine event cannot undo this.`;
}

/** What forcing a selection does; null when no delivery of it would be held back. */
export function overrideSentenceOfMany(unforced: OutcomeCounts): string | null {
  if (unforced.stale === 0) return null;
  const deliveries = `${deliveryCount(unforced.stale)} that ${unforced.stale === 1 ? 'is' : 'are'}`;
  return `Override the order guard and tombstones for ${deliveries} held back: older values are written over newer ones, and users that Clerk deleted are created again.`;
}
