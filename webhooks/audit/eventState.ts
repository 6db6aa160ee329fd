import type { Operator } from '../access/access.ts';
import type { Doc, QueryCtx } from '../dataModel.ts';
import { getSubject } from '../order/subjects.ts';
import type { Event, EventState } from '../shared/delivery.ts';
import { isAhead, isOfSubject, outranks, setsItsSubject } from '../shared/superseding.ts';
import { MAX_SEQ, rowsWhere, seqOf, shownRows } from './auditRows.ts';
import { rowsOfEvent } from './eventRows.ts';

const LISTED = 50;

type Row = Doc<'webhookAudit'>;

/** The newest rows of the event that a row belongs to, and its state. */
export async function openEvent(ctx: QueryCtx, operator: Operator, row: Row): Promise<Event> {
  const rows = await rowsOfEvent(ctx, row.source, row.event_id).order('desc').take(LISTED);
  const first =
    rows.length < LISTED
      ? []
      : await rowsOfEvent(ctx, row.source, row.event_id).order('asc').take(LISTED);
  const inOrder = [...first, ...rows.toReversed()];
  return { rows: shownRows(operator, rows), state: await stateOf(ctx, inOrder) };
}

/** The state of an event, from its oldest and its newest rows, oldest first. */
async function stateOf(ctx: QueryCtx, rows: Row[]): Promise<EventState> {
  if (!rows.some(({ outcome }) => outcome === 'failed')) return { state: 'never failed' };
  const mend = rows.find(({ outcome }) => outcome !== 'failed');
  if (mend !== undefined) return { state: 'mended', by: mend._id };
  const newer = await supersededBy(ctx, rows.at(-1)!);
  return newer === null ? { state: 'open' } : { state: 'superseded', by: newer };
}

/**
 * The later row of its subject that supersedes this row: the one with the newest data, or the delete.
 * Of more than 50 later rows the newest 50 count, and the delivery that set the subject. When none of
 * these is ahead, it is null, although a row between may be.
 */
export async function supersededBy(ctx: QueryCtx, row: Row): Promise<Row['_id'] | null> {
  let newest: Row | null = null;
  for (const later of await laterOfSubject(ctx, row)) {
    if (!isOfSubject(later, row) || !setsItsSubject(later)) continue;
    if (newest === null || outranks(later, newest)) newest = later;
  }
  return newest !== null && isAhead(newest, row) ? newest._id : null;
}

/** Rows of the subject of a row that came after it, newest first. */
async function laterOfSubject(ctx: QueryCtx, { source, subject, seq }: Row): Promise<Row[]> {
  if (subject === undefined) return [];
  const after = { cursor: seqOf({ seq }), until: MAX_SEQ };
  const rows = await rowsWhere(ctx, { subject }, after).order('desc').take(LISTED);
  if (rows.length < LISTED) return rows;
  const held = await getSubject(ctx, source, subject);
  const setter = held && (await ctx.db.get('webhookAudit', held.audit_id));
  return setter && seqOf(setter) > seqOf({ seq }) ? [...rows, setter] : rows;
}
