import { v, type Infer } from 'convex/values';
import { auditFields } from '../../convex/shared/auditRow.ts';
import { vHeaders, vUserSnapshot, type Delivery } from '../../convex/shared/delivery.ts';
import {
  maskAuditRow,
  maskBody,
  maskHeaders,
  maskText,
  maskUser,
} from '../../convex/shared/masking.ts';
import type { UserRow } from '../../convex/shared/userRow.ts';

/**
 * One delivery as it leaves the panel: what `webhookAudit.get` gives of itself, without the rows
 * around it. `seq` is a decimal string, because JSON numbers lose digits past 2^53. `body` stays the
 * exact text received.
 */
export const vDeliveryRecord = v.object({
  format: v.literal('webhook-devtools/1'),
  /** Whether personal data in it was masked, so that an import can say so. */
  masked: v.boolean(),
  row: v.object({ ...auditFields, _id: v.string(), seq: v.string() }),
  body: v.string(),
  headers: vHeaders,
  before: v.union(vUserSnapshot, v.null()),
  after: v.union(vUserSnapshot, v.null()),
  error: v.union(v.string(), v.null()),
});
export type DeliveryRecord = Infer<typeof vDeliveryRecord>;

/** The record of a delivery; `masked` leaves out all that may be personal, as a viewer sees it. */
export function recordOf(delivery: Delivery, masked: boolean): DeliveryRecord {
  const { row, body, headers, before, after, error } = masked ? maskDelivery(delivery) : delivery;
  return {
    format: 'webhook-devtools/1',
    masked,
    row: { ...row, seq: String(row.seq) },
    body,
    headers,
    before,
    after,
    error,
  };
}

/** The delivery that a record holds, with the id that the panel is to know it by. */
export function deliveryOf(record: DeliveryRecord, id: string): Delivery {
  const { row, body, headers, before, after, error } = record;
  return {
    row: { ...row, _id: id as Delivery['row']['_id'], seq: BigInt(row.seq) },
    body,
    headers,
    before,
    after,
    error,
    attempts: [],
    previous: null,
    redispatches: [],
  };
}

function maskDelivery(delivery: Delivery): Delivery {
  return {
    ...delivery,
    row: maskAuditRow(delivery.row),
    body: maskBody(delivery.body),
    headers: maskHeaders(delivery.headers),
    before: delivery.before && maskUser(delivery.before as UserRow),
    after: delivery.after && maskUser(delivery.after as UserRow),
    error: maskText(delivery.error),
  };
}
