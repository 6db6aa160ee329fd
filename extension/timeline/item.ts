import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Rejection } from '../../convex/shared/rejection.ts';
import type { TimelineOutcome } from '../app/OutcomeChip.tsx';

/** One row of the timeline: a verified delivery, or what was refused in one minute for one reason. */
export type TimelineItem = AuditRow | Rejection;

export function isDelivery(item: TimelineItem): item is AuditRow {
  return 'seq' in item;
}

/** When it came, milliseconds since 1970. */
export function timeOf(item: TimelineItem): number {
  return isDelivery(item) ? item.received_at : item.last_at;
}

/** Whether `item` stands below `other` in the timeline, which is newest first. */
export function standsBelow(item: TimelineItem, other: TimelineItem): boolean {
  if (isDelivery(item) && isDelivery(other)) return item.seq < other.seq;
  // Of the same millisecond, a rejection stands above a delivery.
  return isDelivery(item) ? timeOf(item) <= timeOf(other) : timeOf(item) < timeOf(other);
}

export function outcomeOf(item: TimelineItem): TimelineOutcome {
  return isDelivery(item) ? item.outcome : 'rejected';
}

/** "new", "deleted", or the fields that a delivery changed; nothing when it changed none. */
export function changedWords({ changed, event_type }: AuditRow): string {
  // Only a row that comes or goes changes this field.
  if (!changed.includes('clerk_created_at')) return changed.join(', ');
  return event_type === 'user.deleted' ? 'deleted' : 'new';
}

/** "wrong signature": what was wrong with a refused delivery, in words. */
export const reasonWords: Record<Rejection['reason'], string> = {
  missing_header: 'missing header',
  bad_timestamp: 'bad timestamp',
  bad_signature: 'wrong signature',
  too_large: 'too large',
  not_json: 'not JSON',
  not_clerk_event: 'not a Clerk event',
  misconfigured: 'no signing secret',
};
