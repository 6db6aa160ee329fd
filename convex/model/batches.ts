import { ConvexError } from 'convex/values';
import { internal } from '../_generated/api.js';
import type { Doc, Id } from '../_generated/dataModel.js';
import type { MutationCtx, QueryCtx } from '../_generated/server.js';
import { NO_OUTCOMES, type Batch } from '../shared/batch.ts';
import { MASK } from '../shared/masking.ts';
import type { Outcome } from '../shared/outcome.ts';
import type { Filter, Selection } from '../shared/selection.ts';
import type { Operator } from './access.ts';
import { operatorError } from './operatorError.ts';
import { noteOf } from './redispatch.ts';
import { endOf, inOrder, nextDue, rowsWhere, startOf } from './selectedEvents.ts';

const MAX_KEY_LENGTH = 200;
const COUNTED = 1000;
/** A batch that has not moved for this long lost its next step. */
const STUCK_AFTER = 2 * 60 * 1000;

interface BatchRequest {
  key: string;
  selection: Selection;
  force?: boolean;
  note?: string;
}

/** Stores a batch and schedules its first step; with a known `key`, returns the batch it made. */
export async function start(
  ctx: MutationCtx,
  operator: Operator,
  { key, selection, force, note }: BatchRequest,
): Promise<Id<'redispatchBatches'>> {
  if (key === '' || key.length > MAX_KEY_LENGTH) {
    throw operatorError('bad_request', `\`key\` needs 1 to ${MAX_KEY_LENGTH} characters.`);
  }
  const started = await ctx.db
    .query('redispatchBatches')
    .withIndex('by_key', (q) => q.eq('key', key))
    .unique();
  if (started !== null) return started._id;

  const { selection: ordered, skipped } = await inOrder(ctx, selection);
  const cursor = startOf(ordered);
  const now = Date.now();
  const id = await ctx.db.insert('redispatchBatches', {
    key,
    selection: ordered,
    until_seq: ctx.db.vars.commitTs,
    cursor,
    force: force ?? false,
    note: noteOf(note),
    state: 'running',
    counts: NO_OUTCOMES,
    skipped,
    total: 'ids' in selection ? new Set(selection.ids).size : await countRows(ctx, selection),
    by: operator.name,
    operator: operator._id,
    created_at: now,
    updated_at: now,
  });
  await scheduleStep(ctx, id, cursor);
  return id;
}

/** Of what this transaction sees, and no more: rows that come meanwhile must not conflict with it. */
async function countRows(ctx: MutationCtx, selection: Filter): Promise<number | 'more'> {
  const until = min(endOf(selection), ctx.meta.getSnapshotTs());
  const span = { cursor: startOf(selection), until };
  const rows = await rowsWhere(ctx, selection.where, span).take(COUNTED + 1);
  return rows.length > COUNTED ? 'more' : rows.filter(({ source }) => source === 'clerk').length;
}

/**
 * Sends a batch's next event and schedules the step after it: one event a transaction, which moves
 * `cursor` too, so that none is sent twice. Does nothing unless the batch runs and is at `cursor`.
 */
export async function step(
  ctx: MutationCtx,
  id: Id<'redispatchBatches'>,
  cursor: bigint,
): Promise<void> {
  const batch = await ctx.db.get('redispatchBatches', id);
  if (batch === null || batch.state !== 'running' || batch.cursor !== cursor) return;
  const operator = await ctx.db.get('operators', batch.operator);
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
  if (sent !== 'nothing' && sent !== 'skipped') counts[sent]++;
  await ctx.db.patch('redispatchBatches', id, {
    cursor: next.cursor,
    counts,
    skipped: batch.skipped + next.skipped + (sent === 'skipped' ? 1 : 0),
    state: next.done ? 'done' : 'running',
    updated_at: Date.now(),
  });
  if (!next.done) await scheduleStep(ctx, id, next.cursor);
}

/** One event that cannot be sent must not stop those after it. */
async function sendOne(
  ctx: MutationCtx,
  { _id: batch, by, force, note }: Doc<'redispatchBatches'>,
  id: Id<'webhookAudit'>,
): Promise<Outcome | 'skipped'> {
  try {
    const { outcome } = await ctx.runMutation(internal.admin.redispatch, {
      id,
      by,
      force,
      note,
      batch,
    });
    return outcome;
  } catch (error) {
    return error instanceof ConvexError && error.data?.code === 'not_found' ? 'skipped' : 'failed';
  }
}

/** Schedules the next step of batches whose last one never ran. Harmless for one that does run. */
export async function resumeStuck(ctx: MutationCtx, now: number): Promise<void> {
  const stuck = await ctx.db
    .query('redispatchBatches')
    .withIndex('by_state', (q) => q.eq('state', 'running').lte('updated_at', now - STUCK_AFTER))
    .take(100);
  for (const { _id, cursor } of stuck) await scheduleStep(ctx, _id, cursor);
}

/** Stops a batch before its next event. One that has ended stays as it is. */
export async function endBatch(
  ctx: MutationCtx,
  id: Id<'redispatchBatches'>,
  reason: string,
): Promise<void> {
  const batch = await getBatch(ctx, id);
  if (batch.state !== 'running') return;
  const updated_at = Date.now();
  await ctx.db.patch('redispatchBatches', id, { state: 'cancelled', reason, updated_at });
}

export async function getBatch(
  ctx: QueryCtx,
  id: Id<'redispatchBatches'>,
): Promise<Doc<'redispatchBatches'>> {
  const batch = await ctx.db.get('redispatchBatches', id);
  if (batch === null)
    throw operatorError('not_found', 'There is no such batch; it may be too old.');
  return batch;
}

/** A batch as this operator may see it. */
export function shownBatch(
  { role }: Operator,
  { _creationTime, operator: _operator, until_seq, ...batch }: Doc<'redispatchBatches'>,
): Batch {
  const shown = { ...batch, until_seq: until_seq as bigint };
  return role === 'viewer' && shown.note !== undefined ? { ...shown, note: MASK } : shown;
}

async function scheduleStep(
  ctx: MutationCtx,
  id: Id<'redispatchBatches'>,
  cursor: bigint,
): Promise<void> {
  await ctx.scheduler.runAfter(0, internal.redispatch.stepBatch, { id, cursor });
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
