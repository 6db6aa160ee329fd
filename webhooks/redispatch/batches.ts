import { isOperatorError, operatorError } from '../access/operatorError.ts';
import type { Operator } from '../access/access.ts';
import { rowsWhere } from '../audit/auditRows.ts';
import type { Doc, Id, MutationCtx, QueryCtx } from '../dataModel.ts';
import { digest } from '../digest.ts';
import { functions } from '../functions.ts';
import { NO_OUTCOMES, type Batch } from '../shared/batch.ts';
import { MASK } from '../shared/masking/maskPayload.ts';
import type { Outcome } from '../shared/outcome.ts';
import type { Filter, Selection } from '../shared/selection.ts';
import { giveUp, noteOf } from './redispatch.ts';
import { endOf, inOrder, isDelivered, nextDue, startOf } from './selectedEvents.ts';

const MAX_KEY_LENGTH = 200;
const COUNTED = 1000;
/** A batch that has not moved for this long lost its next step. */
const STUCK_AFTER = 2 * 60 * 1000;
/** An event whose step was lost this often is given up. */
const MOST_LOST = 2;

interface BatchRequest {
  key: string;
  selection: Selection;
  force?: boolean;
  note?: string;
}

/**
 * Stores a batch and schedules its first step. For a known `key`, returns the batch that it
 * started.
 *
 * @throws `bad_request` for a key that started another batch.
 */
export async function start(
  ctx: MutationCtx,
  operator: Operator,
  { key, selection, force, note }: BatchRequest,
): Promise<Id<'webhookBatches'>> {
  if (key === '' || key.length > MAX_KEY_LENGTH) {
    throw operatorError('bad_request', `\`key\` needs 1 to ${MAX_KEY_LENGTH} characters.`);
  }
  const started = await ctx.db
    .query('webhookBatches')
    .withIndex('by_key', (q) => q.eq('operator', operator._id).eq('key', key))
    .unique();
  const request = await digest(JSON.stringify([selection, force ?? false, note ?? null]));
  if (started !== null) {
    if (started.request === request) return started._id;
    throw operatorError('bad_request', 'This `key` started another batch. Use a new one.');
  }

  const { selection: ordered, skipped } = await inOrder(ctx, selection);
  const cursor = startOf(ordered);
  const now = Date.now();
  const id = await ctx.db.insert('webhookBatches', {
    key,
    selection: ordered,
    until_seq: ctx.db.vars.commitTs,
    cursor,
    force: force ?? false,
    note: noteOf(note),
    state: 'running',
    counts: NO_OUTCOMES,
    skipped,
    given_up: 0,
    total: 'ids' in selection ? new Set(selection.ids).size : await countRows(ctx, selection),
    by: operator.name,
    operator: operator._id,
    request,
    lost_steps: 0,
    created_at: now,
    updated_at: now,
  });
  await scheduleStep(ctx, id, cursor);
  return id;
}

/**
 * Counts only up to this transaction's snapshot, so that rows that arrive meanwhile do not
 * conflict.
 */
async function countRows(ctx: MutationCtx, selection: Filter): Promise<number | 'more'> {
  const until = min(endOf(selection), ctx.meta.getSnapshotTs());
  const span = { cursor: startOf(selection), until };
  const rows = await rowsWhere(ctx, selection.where, span).take(COUNTED + 1);
  return rows.length > COUNTED ? 'more' : rows.filter(isDelivered).length;
}

/**
 * Sends a batch's next event and schedules the next step. The same transaction moves `cursor`, so
 * that no event is sent twice. Does nothing unless the batch is running and at `cursor`.
 */
export async function step(
  ctx: MutationCtx,
  id: Id<'webhookBatches'>,
  cursor: bigint,
): Promise<void> {
  const batch = await ctx.db.get('webhookBatches', id);
  if (batch === null || batch.state !== 'running' || batch.cursor !== cursor) return;
  const operator = await ctx.db.get('webhookOperators', batch.operator);
  if (operator === null || operator.revoked_at !== undefined) {
    await endBatch(ctx, id, `The access key of ${batch.by} was revoked.`);
    return;
  }
  const next = await nextDue(ctx, {
    selection: batch.selection,
    cursor,
    until: min(endOf(batch.selection), batch.until_seq as bigint),
  });
  const sent = next.row === null ? 'nothing' : await sendOne(ctx, batch, next.row._id);
  const counts = { ...batch.counts };
  if (sent === 'given up') counts.failed++;
  else if (sent !== 'nothing' && sent !== 'skipped') counts[sent]++;
  await ctx.db.patch('webhookBatches', id, {
    cursor: next.cursor,
    counts,
    skipped: batch.skipped + next.skipped + (sent === 'skipped' ? 1 : 0),
    given_up: batch.given_up + (sent === 'given up' ? 1 : 0),
    state: next.done ? 'done' : 'running',
    lost_steps: 0,
    updated_at: Date.now(),
  });
  if (!next.done) await scheduleStep(ctx, id, next.cursor);
}

/** One event that cannot be sent must not stop those after it. */
async function sendOne(
  ctx: MutationCtx,
  { _id: batch, by, force, note, lost_steps }: Doc<'webhookBatches'>,
  id: Id<'webhookAudit'>,
): Promise<Outcome | 'skipped' | 'given up'> {
  const request = { id, by, force, note, batch, idempotency_key: `${batch}_${id}` };
  try {
    if (lost_steps < MOST_LOST) {
      return (await ctx.runMutation(functions.redispatch, request)).outcome;
    }
    await giveUp(ctx, request);
    return 'given up';
  } catch (error) {
    return isOperatorError(error, 'not_found') ? 'skipped' : 'failed';
  }
}

/**
 * Schedules a step for each batch whose next step was lost because it took too long or could not
 * run. An additional step does no harm. An event whose step is lost twice is given up.
 */
export async function resumeStuck(ctx: MutationCtx, now: number): Promise<void> {
  const stuck = await ctx.db
    .query('webhookBatches')
    .withIndex('by_state', (q) => q.eq('state', 'running').lte('updated_at', now - STUCK_AFTER))
    .take(100);
  for (const { _id, cursor, lost_steps } of stuck) {
    await ctx.db.patch('webhookBatches', _id, { lost_steps: lost_steps + 1 });
    await scheduleStep(ctx, _id, cursor);
  }
}

/** Stops a batch before its next event. A batch that has ended stays as it is. */
export async function endBatch(
  ctx: MutationCtx,
  id: Id<'webhookBatches'>,
  reason: string,
): Promise<void> {
  const batch = await getBatch(ctx, id);
  if (batch.state !== 'running') return;
  const updated_at = Date.now();
  await ctx.db.patch('webhookBatches', id, { state: 'cancelled', reason, updated_at });
}

export async function getBatch(
  ctx: QueryCtx,
  id: Id<'webhookBatches'>,
): Promise<Doc<'webhookBatches'>> {
  const batch = await ctx.db.get('webhookBatches', id);
  if (batch === null)
    throw operatorError('not_found', 'There is no such batch; it may be too old.');
  return batch;
}

/** A batch as this operator may see it. */
export function shownBatch(
  { role }: Operator,
  {
    _creationTime,
    operator: _operator,
    request: _request,
    lost_steps: _lost,
    until_seq,
    selection,
    ...batch
  }: Doc<'webhookBatches'>,
): Batch {
  const shown = {
    ...batch,
    until_seq: until_seq as bigint,
    selection: 'ids' in selection ? { chosen: selection.ids.length } : selection,
  };
  return role === 'viewer' && shown.note !== undefined ? { ...shown, note: MASK } : shown;
}

async function scheduleStep(
  ctx: MutationCtx,
  id: Id<'webhookBatches'>,
  cursor: bigint,
): Promise<void> {
  await ctx.scheduler.runAfter(0, functions.stepBatch, { id, cursor });
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
