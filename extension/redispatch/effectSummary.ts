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
    counts.unchanged > 0 && `${figure(counts.unchanged)} unchanged`,
    counts.stale > 0 && `${figure(counts.stale)} held back as stale`,
    counts.duplicate > 0 && `${figure(counts.duplicate)} duplicate`,
    counts.ignored > 0 && `${figure(counts.ignored)} ignored`,
    counts.failed > 0 && `${figure(counts.failed)} would fail`,
    recreated > 0 &&
      `${figure(recreated)} would recreate ${recreated === 1 ? 'a deleted user' : 'deleted users'}`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return 'Nothing to re-dispatch.';
  const sentence = parts.join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** What no preview can tell of deliveries that failed when they came: one, or `failed` of many. */
export function handlerWarning(failed: 'it' | number): string {
  const they = failed === 'it' || failed === 1 ? 'it' : 'they';
  const what =
    failed === 'it'
      ? 'When it came, applying it'
      : `When ${they} came, applying ${figure(failed)} of these`;
  return `${what} threw an error. A preview does not run your app’s onUserChange, so ${they} may throw again.`;
}

/** Whether a user would not end as they are now. */
export function endsOtherwise({ before, after, changed }: UserPreview): boolean {
  return before && after ? changed.length > 0 : before !== after;
}

/** How many deliveries a preview or a batch has handled. */
export function deliveriesOf(counts: OutcomeCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** "2,565". */
export function figure(count: number): string {
  return count.toLocaleString('en');
}

/** "1 delivery", "2,565 deliveries". */
export function deliveryCount(count: number): string {
  return `${figure(count)} ${count === 1 ? 'delivery' : 'deliveries'}`;
}

function number(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;
}
