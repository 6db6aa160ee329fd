import { operatorError } from '../access/operatorError.ts';
import { MAX_SEQ, rowsWhere, seqOf } from '../audit/auditRows.ts';
import { newestOfEvent } from '../audit/eventRows.ts';
import type { Doc, QueryCtx } from '../dataModel.ts';
import { originOf } from '../shared/auditRow.ts';
import type { Selection, Where } from '../shared/selection.ts';

type AuditDoc = Doc<'webhookAudit'>;

/** The rest of a selection: rows after `cursor` and, for a filter, up to the `seq` `until`. */
export interface Walk {
  selection: Selection;
  cursor: bigint;
  until: bigint;
}

const MAX_IDS = 1000;
const MAX_NAME_LENGTH = 1024;
/** A later time does not fit into a `seq`. */
const LAST_MILLISECOND = 9e12;
const ROWS_A_STEP = 100;

/**
 * Puts the ids of a selection in the order of their deliveries, and counts those that it leaves
 * out: older attempts of one event, rows that are gone, and rows that no sender delivered.
 *
 * @throws `bad_request` for no ids, for over 1,000, and for a name that is longer than any stored one.
 */
export async function inOrder(
  ctx: QueryCtx,
  selection: Selection,
): Promise<{ selection: Selection; skipped: number }> {
  if (!('ids' in selection)) {
    checkLength(selection.where);
    return { selection, skipped: 0 };
  }
  if (selection.ids.length === 0 || selection.ids.length > MAX_IDS) {
    throw operatorError('bad_request', `Choose 1 to ${MAX_IDS} deliveries, or a filter.`);
  }
  const chosen = [...new Set(selection.ids)];
  const rows = await Promise.all(chosen.map((id) => ctx.db.get('webhookAudit', id)));
  const oldestFirst = rows
    .filter((row) => row !== null && isDelivered(row))
    .toSorted((a, b) => (seqOf(a!) < seqOf(b!) ? -1 : 1)) as AuditDoc[];
  const newest = new Map(oldestFirst.map((row) => [eventOf(row), row._id]));
  const ids = oldestFirst
    .filter((row) => newest.get(eventOf(row)) === row._id)
    .map((row) => row._id);
  return { selection: { ids }, skipped: chosen.length - ids.length };
}

/** Names are bounded, since a batch stores its filter. */
function checkLength(where: Where): void {
  for (const [field, value] of Object.entries(where)) {
    if (value.length <= MAX_NAME_LENGTH) continue;
    const message = `\`${field}\` is over ${MAX_NAME_LENGTH} characters, longer than any that is stored.`;
    throw operatorError('bad_request', message);
  }
}

/** The cursor before a selection's first row. Throws `bad_request` for an invalid time. */
export function startOf(selection: Selection): bigint {
  return 'ids' in selection ? 0n : firstSeq(selection.since) - 1n;
}

/** The last `seq` that a selection can hold. Throws `bad_request` for an invalid time. */
export function endOf(selection: Selection): bigint {
  if ('ids' in selection || selection.until === undefined) return MAX_SEQ;
  return firstSeq(selection.until + 1) - 1n;
}

export interface Step {
  row: AuditDoc | null;
  cursor: bigint;
  /** How many rows were read, and how many of the selected ones were skipped. */
  walked: number;
  skipped: number;
  done: boolean;
}

/**
 * Finds the next delivery that is due, past at most 100 rows. If it finds none, `done` says whether
 * the selection has ended.
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
    if (isDelivered(row)) {
      if (await isDue(ctx, row, where, walk.until)) return { ...step, row };
      step.skipped++;
    }
    if (step.walked === ROWS_A_STEP) return step;
  }
  return { ...step, done: true };
}

/**
 * An event is sent once, at its newest attempt up to `until`, and only while its newest row,
 * whether attempt or re-dispatch, has the selected outcome. A mended failure does not count as
 * failed.
 */
async function isDue(ctx: QueryCtx, row: AuditDoc, where: Where, until: bigint): Promise<boolean> {
  if (!(await isNewestAttempt(ctx, row, until))) return false;
  if (!('outcome' in where)) return true;
  const newest = await newestOfEvent(ctx, row.source, row.event_id);
  if (newest?.outcome !== where.outcome) return false;
  return newest.outcome !== 'failed' || !newest.settled;
}

/** All attempts of an event share a svix_id, but several events may share it too. */
async function isNewestAttempt(ctx: QueryCtx, row: AuditDoc, until: bigint): Promise<boolean> {
  const { _id, source, svix_id, event_id } = row;
  const rows = rowsWhere(ctx, { source, svix_id }, { cursor: -1n, until }).order('desc');
  for await (const attempt of rows) {
    if (attempt.event_id === event_id) return attempt._id === _id;
  }
  return false;
}

/** True for a row that a sender delivered: what operators sent is not sent again. */
export function isDelivered(row: AuditDoc): boolean {
  return originOf({ svix_id: row.svix_id, redispatch: row.redispatch }) === 'webhook';
}

function eventOf({ source, event_id }: AuditDoc): string {
  return `${source} ${event_id}`;
}

/** The least `seq` of a millisecond: a `seq` counts nanoseconds. */
function firstSeq(milliseconds: number): bigint {
  if (!Number.isFinite(milliseconds)) {
    throw operatorError(
      'bad_request',
      'A time of the selection is not a number. Use milliseconds since 1970.',
    );
  }
  return BigInt(Math.floor(Math.min(Math.max(milliseconds, 0), LAST_MILLISECOND))) * 1_000_000n;
}
