import type { Operator } from '../access/access.ts';
import { operatorError } from '../access/operatorError.ts';
import type { Doc, Id, QueryCtx } from '../dataModel.ts';
import type { Delivery } from '../shared/delivery.ts';
import type { DocumentChange } from '../shared/documentChange.ts';
import { MASK, maskBody, maskHeaders, maskText } from '../shared/masking/maskPayload.ts';
import { shownRow } from './auditRows.ts';
import { getPayload, payloadOf } from './eventRows.ts';
import { changeShower, writesOf } from './writes.ts';

type PayloadView = Pick<Delivery, 'body' | 'headers' | 'scheduled' | 'error'>;

/** Everything about one delivery. Throws `not_found` when it is no longer kept. */
export async function openDelivery(
  ctx: QueryCtx,
  operator: Operator,
  id: Id<'webhookAudit'>,
): Promise<Delivery> {
  const row = await getRow(ctx, id);
  const payload = await payloadOf(ctx, row);
  const own = payload?.audit_id === id ? payload : null;
  const previous = row.previous && (await getPayload(ctx, row.previous));
  const show = await changeShower(ctx, operator);
  const attempted = own?.attempted && (JSON.parse(own.attempted) as DocumentChange[]);
  return {
    row: shownRow(operator, row),
    ...shownPayload(operator, payload),
    error: own ? shownPayload(operator, own).error : null,
    writes: (await writesOf(ctx, id)).map(show),
    attempted: (attempted || []).map(show),
    previous: previous
      ? { id: previous.audit_id, body: shownPayload(operator, previous).body }
      : null,
  };
}

/** Throws `not_found`. */
export async function getRow(ctx: QueryCtx, id: Id<'webhookAudit'>): Promise<Doc<'webhookAudit'>> {
  const row = await ctx.db.get('webhookAudit', id);
  if (row !== null) return row;
  throw operatorError('not_found', 'This delivery is no longer kept: retention deleted it.');
}

/** A payload as an operator sees it; empty if it was erased. */
export function shownPayload(
  operator: Operator,
  payload: Doc<'webhookPayloads'> | null,
): PayloadView {
  if (payload === null) return { body: '', headers: [], scheduled: [], error: null };
  const { body, headers, scheduled, error = null } = payload;
  if (operator.role !== 'viewer') return { body, headers, scheduled, error };
  return {
    body: maskBody(body),
    headers: maskHeaders(headers),
    scheduled: scheduled.map((call) => (call.args === undefined ? call : { ...call, args: MASK })),
    error: maskText(error),
  };
}
