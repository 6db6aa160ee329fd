import type { Doc, Id } from '../_generated/dataModel.js';
import type { QueryCtx } from '../_generated/server.js';
import type { Delivery, UserSnapshot } from '../shared/delivery.ts';
import { maskBody, maskHeaders, maskText, maskUser } from '../shared/masking.ts';
import type { UserRow } from '../shared/userRow.ts';
import type { Operator } from './access.ts';
import { olderRows, shownRow, shownRows } from './auditRows.ts';
import { getPayload } from './deliveries.ts';
import { operatorError } from './operatorError.ts';

type PayloadView = Pick<Delivery, 'body' | 'headers' | 'before' | 'after' | 'error'>;

const LISTED = 50;

/** Everything about one delivery. Throws `not_found` when it is not kept any more. */
export async function openDelivery(
  ctx: QueryCtx,
  operator: Operator,
  id: Id<'webhookAudit'>,
): Promise<Delivery> {
  const row = await ctx.db.get('webhookAudit', id);
  if (row === null) {
    throw operatorError('not_found', 'This delivery is not kept any more: retention deleted it.');
  }
  const payload = await getPayload(ctx, id);
  const previous = row.previous && (await getPayload(ctx, row.previous));
  return {
    row: shownRow(operator, row),
    ...shownPayload(operator, payload),
    attempts: shownRows(operator, await olderRows(ctx, { svix_id: row.svix_id }, null, LISTED)),
    previous: previous
      ? { id: previous.audit_id, body: shownPayload(operator, previous).body }
      : null,
    redispatches: shownRows(operator, await olderRows(ctx, { redispatch_of: id }, null, LISTED)),
  };
}

/** A payload as an operator gets it. One that was forgotten is empty. */
export function shownPayload(
  operator: Operator,
  payload: Doc<'webhookPayloads'> | null,
): PayloadView {
  if (payload === null) return { body: '', headers: [], before: null, after: null, error: null };
  const { body, headers, error = null } = payload;
  const before = snapshotOf(payload.before);
  const after = snapshotOf(payload.after);
  if (operator.role !== 'viewer') return { body, headers, before, after, error };
  return {
    body: maskBody(body),
    headers: maskHeaders(headers),
    before: before && maskUser(before as UserRow),
    after: after && maskUser(after as UserRow),
    error: maskText(error),
  };
}

function snapshotOf(json: string | undefined): UserSnapshot | null {
  return json === undefined ? null : (JSON.parse(json) as UserSnapshot);
}
