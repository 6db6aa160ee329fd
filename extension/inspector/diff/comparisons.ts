import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Delivery } from '../../../webhooks/shared/delivery.ts';
import type { OpenedDelivery } from '../../data/openedDelivery.ts';

/** Events to compare a delivery with, under a heading that says how they are related. */
export interface ComparisonGroup {
  label: string;
  rows: AuditRow[];
}

/** The likely events to compare a delivery with, each once. */
export function comparisonsOf(
  delivery: OpenedDelivery,
  pinned: AuditRow | null,
  userDeliveries: readonly AuditRow[],
): ComparisonGroup[] {
  const seen = new Set<AuditId>([delivery.row._id]);
  const once = (rows: readonly AuditRow[]) =>
    rows.filter(({ _id }) => !seen.has(_id) && seen.add(_id));
  return [
    { label: 'Pinned', rows: once(pinned === null ? [] : [pinned]) },
    { label: 'Attempts and re-dispatches', rows: once(delivery.event.rows) },
    { label: 'Events of this user', rows: once(userDeliveries) },
  ].filter(({ rows }) => rows.length > 0);
}

/** The comparison until another is selected: the pinned event, else the previous payload. */
export function firstComparison(delivery: Delivery, pinned: AuditRow | null): AuditId | null {
  if (pinned !== null && pinned._id !== delivery.row._id) return pinned._id;
  return delivery.previous?.id ?? delivery.row.redispatch?.of ?? null;
}
