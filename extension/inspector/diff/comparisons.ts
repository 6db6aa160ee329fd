import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import type { Delivery } from '../../../convex/shared/delivery.ts';

type AuditId = AuditRow['_id'];

/** Events to compare one delivery with, under the heading that says how they belong to it. */
export interface ComparisonGroup {
  label: string;
  rows: AuditRow[];
}

/** Everything that a delivery is likely to be compared with, each event once. */
export function comparisonsOf(
  delivery: Delivery,
  pinned: AuditRow | null,
  userDeliveries: readonly AuditRow[],
): ComparisonGroup[] {
  const seen = new Set<AuditId>([delivery.row._id]);
  const once = (rows: readonly AuditRow[]) =>
    rows.filter(({ _id }) => !seen.has(_id) && seen.add(_id));
  return [
    { label: 'Pinned', rows: once(pinned === null ? [] : [pinned]) },
    { label: 'Attempts', rows: once(delivery.attempts) },
    { label: 'Re-dispatches', rows: once(delivery.redispatches) },
    { label: 'Events of this user', rows: once(userDeliveries) },
  ].filter(({ rows }) => rows.length > 0);
}

/** What to compare with until another event is picked: what was pinned, else the previous payload. */
export function firstComparison(delivery: Delivery, pinned: AuditRow | null): AuditId | null {
  if (pinned !== null && pinned._id !== delivery.row._id) return pinned._id;
  return delivery.previous?.id ?? delivery.row.redispatch?.of ?? null;
}
