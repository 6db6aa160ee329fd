import { v, type Infer } from 'convex/values';
import { auditFields } from '../../webhooks/shared/auditRow.ts';
import { vHeaders, type Delivery } from '../../webhooks/shared/delivery.ts';
import {
  vDocumentChange,
  vScheduledCall,
  type DocumentChange,
} from '../../webhooks/shared/documentChange.ts';
import {
  MASK,
  maskBody,
  maskHeaders,
  maskText,
} from '../../webhooks/shared/masking/maskPayload.ts';
import { maskAuditRow, maskKeys } from '../../webhooks/shared/masking/maskRows.ts';
import { maskDocument } from '../../webhooks/shared/masking/maskDocument.ts';

/**
 * One exported delivery: the result of `webhookAudit.get` without its neighbours. `seq` is a
 * decimal string, because JSON numbers lose digits past 2^53. `body` stays the exact text received.
 */
export const vDeliveryRecord = v.object({
  format: v.literal('webhook-devtools/2'),
  /** True if personal data in it was masked, so that an import can say so. */
  masked: v.boolean(),
  row: v.object({ ...auditFields, _id: v.string(), seq: v.string() }),
  body: v.string(),
  headers: vHeaders,
  writes: v.array(vDocumentChange),
  scheduled: v.array(vScheduledCall),
  attempted: v.array(vDocumentChange),
  error: v.union(v.string(), v.null()),
});
export type DeliveryRecord = Infer<typeof vDeliveryRecord>;

/** The record of a delivery. `masked` hides personal data, as for a viewer. */
export function recordOf(delivery: Delivery, masked: boolean): DeliveryRecord {
  const shown = masked ? maskDelivery(delivery) : delivery;
  const { row, body, headers, writes, scheduled, attempted, error } = shown;
  return {
    format: 'webhook-devtools/2',
    masked,
    row: { ...row, seq: String(row.seq) },
    body,
    headers,
    writes,
    scheduled,
    attempted,
    error,
  };
}

/** The delivery in a record, with an id of the panel's own. */
export function deliveryOf(record: DeliveryRecord, id: string): Delivery {
  const { row, body, headers, writes, scheduled, attempted, error } = record;
  return {
    row: { ...knownFields(row), _id: id as Delivery['row']['_id'], seq: BigInt(row.seq) },
    body,
    headers,
    writes,
    scheduled,
    attempted,
    error,
    previous: null,
  };
}

/** Drops fields of a later version, which are not used here and may be large. */
function knownFields(row: DeliveryRecord['row']): DeliveryRecord['row'] {
  const known = Object.entries(row).filter(([name]) => name in auditFields);
  return Object.fromEntries(known) as DeliveryRecord['row'];
}

/** The app's schema is not known here, so ids within documents are masked too. */
function maskDelivery(delivery: Delivery): Delivery {
  const maskSide = (json: string | null) =>
    json && JSON.stringify(maskDocument(JSON.parse(json), { type: 'any' }, []));
  const mask = (change: DocumentChange) => ({
    ...change,
    fields: maskKeys(change.fields),
    before: maskSide(change.before),
    after: maskSide(change.after),
  });
  return {
    ...delivery,
    row: maskAuditRow(delivery.row),
    body: maskBody(delivery.body),
    headers: maskHeaders(delivery.headers),
    writes: delivery.writes.map(mask),
    attempted: delivery.attempted.map(mask),
    scheduled: delivery.scheduled.map((call) =>
      call.args === undefined ? call : { ...call, args: MASK },
    ),
    error: maskText(delivery.error),
  };
}
