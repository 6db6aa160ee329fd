import type { Operator } from '../access/access.ts';
import type { Doc, QueryCtx } from '../dataModel.ts';
import type { AuditRow } from '../shared/auditRow.ts';
import { maskAuditRow } from '../shared/masking/maskRows.ts';
import type { Where } from '../shared/selection.ts';

type Row = Doc<'webhookAudit'>;

/** The greatest possible `seq`, an int64. */
export const MAX_SEQ = 2n ** 63n - 1n;

/** Audit rows as an operator gets them. */
export function shownRows(operator: Operator, docs: Row[]): AuditRow[] {
  return docs.map((doc) => shownRow(operator, doc));
}

export function shownRow(
  operator: Pick<Operator, 'role'>,
  { _creationTime, ...fields }: Row,
): AuditRow {
  const row = { ...fields, seq: seqOf(fields) };
  return operator.role === 'viewer' ? maskAuditRow(row) : row;
}

/** Rows after a `seq`, oldest first. Reads only these. */
export async function newerRows(ctx: QueryCtx, after: bigint, limit: number): Promise<Row[]> {
  return await ctx.db
    .query('webhookAudit')
    .withIndex('by_seq', (q) => q.gt('seq', after))
    .take(limit);
}

/**
 * Rows before a `seq` (null: all) with one value of an indexed field, newest first. Reads only
 * these.
 */
export async function olderRows(
  ctx: QueryCtx,
  where: Where | undefined,
  before: bigint | null,
  limit: number,
): Promise<Row[]> {
  const until = before === null ? MAX_SEQ : before - 1n;
  return await rowsWhere(ctx, where, { cursor: -1n, until }).order('desc').take(limit);
}

/** Rows after `cursor`, up to `until`, with one value of an indexed field if `where` names one. */
export function rowsWhere(
  ctx: QueryCtx,
  where: Where | undefined,
  { cursor, until }: { cursor: bigint; until: bigint },
) {
  const audit = ctx.db.query('webhookAudit');
  if (where === undefined) {
    return audit.withIndex('by_seq', (q) => q.gt('seq', cursor).lte('seq', until));
  }
  if ('svix_id' in where) {
    const { source = 'clerk', svix_id } = where;
    return audit.withIndex('by_svix_id', (q) =>
      q.eq('source', source).eq('svix_id', svix_id).gt('seq', cursor).lte('seq', until),
    );
  }
  if ('event_id' in where) {
    const { source = 'clerk', event_id } = where;
    return audit.withIndex('by_event_id', (q) =>
      q.eq('source', source).eq('event_id', event_id).gt('seq', cursor).lte('seq', until),
    );
  }
  if ('subject' in where) {
    return audit.withIndex('by_subject', (q) =>
      q.eq('subject', where.subject).gt('seq', cursor).lte('seq', until),
    );
  }
  if ('clerk_user_id' in where) {
    return audit.withIndex('by_clerk_user_id', (q) =>
      q.eq('clerk_user_id', where.clerk_user_id).gt('seq', cursor).lte('seq', until),
    );
  }
  if ('event_type' in where) {
    return audit.withIndex('by_event_type', (q) =>
      q.eq('event_type', where.event_type).gt('seq', cursor).lte('seq', until),
    );
  }
  return audit.withIndex('by_outcome', (q) =>
    q.eq('outcome', where.outcome).gt('seq', cursor).lte('seq', until),
  );
}

/** A stored row's `seq` is always a number; only the transaction that writes it sees a placeholder. */
export function seqOf({ seq }: Pick<Row, 'seq'>): bigint {
  return seq as bigint;
}
