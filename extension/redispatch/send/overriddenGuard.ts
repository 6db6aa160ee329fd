import type { OutcomeCounts } from '../../../webhooks/shared/batch.ts';
import type { Preview } from '../../../webhooks/shared/preview.ts';
import { refusalCode } from '../../data/connection/refusal.ts';
import type { Read } from '../../data/useRead.ts';

/** The rule that holds a re-dispatch back and that `force` overrides; `edit`: the rule for edits. */
export type Guard = 'order' | 'deleted' | 'edit';

/** The guard that holds back a re-dispatch without force; null if there is none to override. */
export function guardOf(unforced: Read<Preview>): Guard | null {
  switch (unforced.status) {
    case 'pending':
      return null;
    case 'error':
      return refusalCode(unforced.error) === 'needs_force' ? 'edit' : null;
    case 'success':
      if (unforced.data.outcome !== 'stale') return null;
      return unforced.data.was_deleted ? 'deleted' : 'order';
  }
}

/** The effect of forcing one re-dispatch, as the sentence to agree to. */
export const overrideSentences: Record<Guard, string> = {
  order:
    'Force this stale event: it overwrites newer values. Afterwards, only an event with strictly newer times is applied.',
  deleted:
    'Restore this deleted user: Clerk deleted them, and this lets your handler create them again.',
  edit: 'Force this edit: it changes which object the event is about, or deletes it for good.',
};

/** The effect of forcing a selection; null when none of its deliveries would be held back. */
export function overrideSentenceOfMany(unforced: OutcomeCounts): string | null {
  if (unforced.stale === 0) return null;
  const deliveries = `${unforced.stale.toLocaleString('en')} stale ${unforced.stale === 1 ? 'delivery' : 'deliveries'}`;
  return `Force ${deliveries}: overwrites newer values and restores deleted users.`;
}
