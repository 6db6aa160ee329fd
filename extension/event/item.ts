import { originOf, type AuditRow } from '../../webhooks/shared/auditRow.ts';
import type { Rejection } from '../../webhooks/shared/rejection.ts';
import type { TimelineOutcome } from './OutcomeChip.tsx';

/** One row of the timeline: a delivery, or the rejections of one minute for one reason. */
export type TimelineItem = AuditRow | Rejection;

export function isDelivery(item: TimelineItem): item is AuditRow {
  return 'seq' in item;
}

/** When the item came, milliseconds since 1970. */
export function timeOf(item: TimelineItem): number {
  return isDelivery(item) ? item.received_at : item.last_at;
}

/** True if `item` is below `other` in the timeline, which is newest first. */
export function standsBelow(item: TimelineItem, other: TimelineItem): boolean {
  if (isDelivery(item) && isDelivery(other)) return item.seq < other.seq;
  // In the same millisecond, a rejection is above a delivery.
  return isDelivery(item) ? timeOf(item) <= timeOf(other) : timeOf(item) < timeOf(other);
}

export function outcomeOf(item: TimelineItem): TimelineOutcome {
  return isDelivery(item) ? item.outcome : 'rejected';
}

/**
 * The origin of a delivery, as the filter names it: its source, a re-dispatch or a reconciliation.
 */
export function sourceOf(row: AuditRow): string {
  switch (originOf(row)) {
    case 'webhook':
      return row.source;
    case 'redispatch':
      return 'redispatch';
    case 'upkeep':
      return 'reconcile';
  }
}

/** "wrong signature": why a request was rejected, in words. */
export const reasonWords: Record<Rejection['reason'], string> = {
  missing_header: 'missing header',
  doubled_header: 'doubled header',
  malformed_header: 'malformed header',
  bad_timestamp: 'bad timestamp',
  bad_signature: 'wrong signature',
  too_large: 'too large',
  too_slow: 'too slow',
  compressed: 'compressed',
  not_json: 'not JSON',
  not_clerk_event: 'not a Clerk event',
  misconfigured: 'no signing secret',
};
