import type { Doc } from '../_generated/dataModel.js';
import type { QueryCtx } from '../_generated/server.js';
import type { AuditRow } from '../shared/auditRow.ts';
import { maskAuditRow } from '../shared/masking.ts';
import type { Where } from '../shared/selection.ts';
import type { Operator } from './access.ts';
import { MAX_SEQ, rowsWhere } from './selectedEvents.ts';

/** Audit rows as an operator gets them. */
export function shownRows(operator: Operator, docs: Doc<'webhookAudit'>[]): AuditRow[] {
  return docs.map((doc) => shownRow(operator, doc));
}

export function shownRow(
  operator: Operator,
  { _creationTime, redispatched_svix_id: _event, seq, ...fields }: Doc<'webhookAudit'>,
): AuditRow {
  const row = { ...fields, seq: seq as bigint };
  return operator.role === 'viewer' ? maskAuditRow(row) : row;
}

/** Rows after a `seq`, oldest first. Reads only these. */
export async function newerRows(
  ctx: QueryCtx,
  after: bigint,
  limit: number,
): Promise<Doc<'webhookAudit'>[]> {
  return await ctx.db
    .query('webhookAudit')
    .withIndex('by_seq', (q) => q.gt('seq', after))
    .take(limit);
}

/** Rows before a `seq` (null: all), newest first, of one value of an indexed field. Reads only these. */
export async function olderRows(
  ctx: QueryCtx,
  where: Where | undefined,
  before: bigint | null,
  limit: number,
): Promise<Doc<'webhookAudit'>[]> {
  const until = before === null ? MAX_SEQ : before - 1n;
  const rows =
    where === undefined
      ? ctx.db.query('webhookAudit').withIndex('by_seq', (q) => q.lte('seq', until))
      : rowsWhere(ctx, where, { cursor: -1n, until });
  return await rows.order('desc').take(limit);
}
