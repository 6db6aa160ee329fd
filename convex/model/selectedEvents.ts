import type { Doc } from '../_generated/dataModel.js';
import type { QueryCtx } from '../_generated/server.js';
import type { Selection, Where } from '../shared/selection.ts';
import { newestOfEvent } from './deliveries.ts';
import { operatorError } from './operatorError.ts';

type AuditDoc = Doc<'webhookAudit'>;

/** How far a selection is walked: rows after `cursor` and, for a filter, up to the `seq` `until`. */
export interface Walk {
  selection: Selection;
  cursor: bigint;
  until: bigint;
}

const MAX_IDS = 1000;
/** The greatest that a `seq` could be: it is an int64. */
export const MAX_SEQ = 2n ** 63n - 1n;
/** Later ones do not fit into a `seq`. */
const LAST_MILLISECOND = 9e12;
const ROWS_A_STEP = 100;

/**
 * A selection as it is walked, and how many of its rows fall out at once: ids are put in the order
 * of their deliveries; of several attempts of one event the newest stays, and what is gone or did
 * not come from Clerk falls out.
 *
 * @throws `bad_request` for no ids, or over 1,000.
 */
export async function inOrder(
  ctx: QueryCtx,
  selection: Selection,
): Promise<{ selection: Selection; skipped: number }> {
  if (!('ids' in selection)) return { selection, skipped: 0 };
  if (selection.ids.length === 0 || selection.ids.length > MAX_IDS) {
    throw operatorError('bad_request', `Choose 1 to ${MAX_IDS} deliveries, or a filter.`);
  }
  const chosen = [...new Set(selection.ids)];
  const rows = await Promise.all(chosen.map((id) => ctx.db.get('webhookAudit', id)));
  const oldestFirst = rows
    .filter((row) => row?.source === 'clerk')
    .toSorted((a, b) => (seqOf(a!) < seqOf(b!) ? -1 : 1)) as AuditDoc[];
  const newest = new Map(oldestFirst.map((row) => [row.svix_id, row._id]));
  const ids = oldestFirst
    .filter((row) => newest.get(row.svix_id) === row._id)
    .map((row) => row._id);
  return { selection: { ids }, skipped: chosen.length - ids.length };
}

/** The cursor before a selection's first row. Throws `bad_request` for a time that is none. */
export function startOf(selection: Selection): bigint {
  return 'ids' in selection ? 0n : firstSeq(selection.since) - 1n;
}

/** The last `seq` that a selection can hold. Throws `bad_request` for a time that is none. */
export function endOf(selection: Selection): bigint {
  if ('ids' in selection || selection.until === undefined) return MAX_SEQ;
  return firstSeq(selection.until + 1) - 1n;
}

export interface Step {
  row: AuditDoc | null;
  cursor: bigint;
  /** Rows that were looked at, and how many of them were selected but passed over. */
  walked: number;
  skipped: number;
  done: boolean;
}

/**
 * Walks on to the next delivery that is due, past at most 100 rows. Without one, `done` tells
 * whether the selection is at its end.
 */
export async function nextDue(ctx: QueryCtx, walk: Walk): Promise<Step> {
  return 'ids' in walk.selection
    ? await nextById(ctx, walk.selection.ids, walk.cursor)
    : await nextByFilter(ctx, walk.selection.where, walk);
}

async function nextById(ctx: QueryCtx, ids: AuditDoc['_id'][], cursor: bigint): Promise<Step> {
  const id = ids[Number(cursor)];
  if (id === undefined) return { row: null, cursor, walked: 0, skipped: 0, done: true };
  const row = await ctx.db.get('webhookAudit', id);
  return { row, cursor: cursor + 1n, walked: 1, skipped: row === null ? 1 : 0, done: false };
}

async function nextByFilter(ctx: QueryCtx, where: Where, walk: Walk): Promise<Step> {
  const step: Step = { row: null, cursor: walk.cursor, walked: 0, skipped: 0, done: false };
  for await (const row of rowsWhere(ctx, where, walk)) {
    step.cursor = seqOf(row);
    step.walked++;
    if (row.source === 'clerk') {
      if (await isDue(ctx, row, where, walk.until)) return { ...step, row };
      step.skipped++;
    }
    if (step.walked === ROWS_A_STEP) return step;
  }
  return { ...step, done: true };
}

/**
 * An event is taken once, at its newest attempt up to `until`, and only while its newest row of all,
 * attempt or re-dispatch, has the selected outcome.
 */
async function isDue(ctx: QueryCtx, row: AuditDoc, where: Where, until: bigint): Promise<boolean> {
  const newestSelected = await ctx.db
    .query('webhookAudit')
    .withIndex('by_svix_id', (q) => q.eq('svix_id', row.svix_id).lte('seq', until))
    .order('desc')
    .first();
  if (newestSelected?._id !== row._id) return false;
  if (!('outcome' in where)) return true;
  return (await newestOfEvent(ctx, row.svix_id))?.outcome === where.outcome;
}

/** Selected rows after the cursor, oldest first, those of other sources among them. */
export function rowsWhere(ctx: QueryCtx, where: Where, { cursor, until }: Omit<Walk, 'selection'>) {
  const audit = ctx.db.query('webhookAudit');
  if ('svix_id' in where) {
    return audit.withIndex('by_svix_id', (q) =>
      q.eq('svix_id', where.svix_id).gt('seq', cursor).lte('seq', until),
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
  if ('outcome' in where) {
    return audit.withIndex('by_outcome', (q) =>
      q.eq('outcome', where.outcome).gt('seq', cursor).lte('seq', until),
    );
  }
  return audit.withIndex('by_redispatch_of', (q) =>
    q.eq('redispatch.of', where.redispatch_of).gt('seq', cursor).lte('seq', until),
  );
}

/** The least `seq` of a millisecond: it counts nanoseconds. */
function firstSeq(milliseconds: number): bigint {
  if (!Number.isFinite(milliseconds)) {
    throw operatorError('bad_request', 'Times are milliseconds since 1970.');
  }
  return BigInt(Math.floor(Math.min(Math.max(milliseconds, 0), LAST_MILLISECOND))) * 1_000_000n;
}

/** A stored row's `seq` is always a number; only the transaction that writes it sees a placeholder. */
function seqOf(row: AuditDoc): bigint {
  return row.seq as bigint;
}
