import type { OutcomeCounts } from '../../convex/shared/batch.ts';
import type { UserPreview } from '../../convex/shared/preview.ts';

/** "Changes 2 fields on 1 user, 37 unchanged, 1 would recreate a deleted user": a preview in one line. */
export function summarizeEffect(counts: OutcomeCounts, users: readonly UserPreview[]): string {
  const changed = users.filter((user) => user.before && user.after && endsOtherwise(user));
  const fields = changed.reduce((sum, user) => sum + user.changed.length, 0);
  const added = users.filter(({ before, after }) => !before && after);
  const recreated = added.filter((user) => user.was_deleted).length;
  const created = added.length - recreated;
  const deleted = users.filter(({ before, after }) => before && !after).length;
  const parts = [
    // Events can undo each other, such as a user changed there and back.
    counts.applied > 0 && !users.some(endsOtherwise) && 'changes nothing in the end',
    fields > 0 && `changes ${number(fields, 'field')} on ${number(changed.length, 'user')}`,
    created > 0 && `creates ${number(created, 'user')}`,
    deleted > 0 && `deletes ${number(deleted, 'user')}`,
    counts.unchanged > 0 && `${counts.unchanged} unchanged`,
    counts.stale > 0 && `${counts.stale} held back as stale`,
    counts.duplicate > 0 && `${counts.duplicate} duplicate`,
    counts.ignored > 0 && `${counts.ignored} ignored`,
    counts.failed > 0 && `${counts.failed} would fail`,
    recreated > 0 &&
      `${recreated} would recreate ${recreated === 1 ? 'a deleted user' : 'deleted users'}`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return 'Nothing to re-dispatch.';
  const sentence = parts.join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** Whether a user would not end as they are now. */
export function endsOtherwise({ before, after, changed }: UserPreview): boolean {
  return before && after ? changed.length > 0 : before !== after;
}

/** How many deliveries a preview or a batch has handled. */
export function deliveriesOf(counts: OutcomeCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function number(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
