import { getPayload } from '../audit/eventRows.ts';
import { payloadSize, writesSize } from '../audit/payloadWalk.ts';
import { storedWrites } from '../audit/writes.ts';
import type { Id, MutationCtx } from '../dataModel.ts';

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60 * 1000;
const DEFAULT_DAYS = 30;
/** Anybody may cause rejections, so they are not kept as long as deliveries are. */
const REJECTION_DAYS = 3;

/** Bounds of one transaction, far below Convex's (16 MiB and 16,000 documents). */
const DOCUMENTS_A_STEP = 600;
const ROWS_A_STEP = 200;
const BYTES_A_STEP = 4 * 1024 * 1024;
/** A batch or a reconciliation can hold 1,000 ids. */
const RUNS_A_STEP = 50;

/**
 * How long deliveries are kept: `WEBHOOK_RETENTION_DAYS`, 30 when unset.
 *
 * @throws when it is not a positive number: a guess could delete too much.
 */
export function retentionDays(): number {
  const setting = process.env.WEBHOOK_RETENTION_DAYS;
  const days = setting ? Number(setting) : DEFAULT_DAYS;
  if (!(days > 0 && Number.isFinite(days))) {
    throw new Error(
      `WEBHOOK_RETENTION_DAYS is "${setting}". Set it to a number of days, such as ${DEFAULT_DAYS}.`,
    );
  }
  return days;
}

/**
 * Deletes some of what was received before the retention time (rejections: 3 days), the oldest first.
 *
 * @returns whether there may be more.
 */
export async function pruneStep(ctx: MutationCtx, now: number): Promise<boolean> {
  // Not below 0, since a `seq` has no room for the times of, say, a million days ago.
  const before = Math.max(0, now - retentionDays() * DAY);
  return (
    (await pruneDeliveries(ctx, before)) ||
    (await pruneRejections(ctx, Math.max(before, now - REJECTION_DAYS * DAY))) ||
    (await pruneRuns(ctx, before))
  );
}

async function pruneDeliveries(ctx: MutationCtx, before: number): Promise<boolean> {
  const old = ctx.db
    .query('webhookAudit')
    .withIndex('by_seq', (q) => q.lt('seq', BigInt(Math.floor(before)) * 1_000_000n));
  let documents = 0;
  let bytes = 0;
  for await (const row of old) {
    if (documents >= DOCUMENTS_A_STEP || bytes > BYTES_A_STEP) return true;
    const deleted = await deleteParts(ctx, row._id);
    bytes += deleted.bytes;
    documents += 1 + deleted.documents;
    await ctx.db.delete('webhookAudit', row._id);
  }
  return false;
}

/** Deletes the payload and the writes of a delivery. Returns how much was read for it. */
async function deleteParts(
  ctx: MutationCtx,
  audit_id: Id<'webhookAudit'>,
): Promise<{ documents: number; bytes: number }> {
  const payload = await getPayload(ctx, audit_id);
  const writes = await storedWrites(ctx, audit_id);
  if (payload !== null) await ctx.db.delete('webhookPayloads', payload._id);
  for (const { _id } of writes) await ctx.db.delete('webhookWrites', _id);
  return {
    documents: writes.length + (payload === null ? 0 : 1),
    bytes: writesSize(writes) + (payload === null ? 0 : payloadSize(payload)),
  };
}

async function pruneRejections(ctx: MutationCtx, before: number): Promise<boolean> {
  const old = await ctx.db
    .query('webhookRejections')
    .withIndex('by_minute', (q) => q.lt('minute', before - MINUTE))
    .take(ROWS_A_STEP);
  for (const { _id } of old) await ctx.db.delete('webhookRejections', _id);
  return old.length === ROWS_A_STEP;
}

/** Deletes old batches, reconciliations and marks. A running batch stays. */
async function pruneRuns(ctx: MutationCtx, before: number): Promise<boolean> {
  const batches = await ctx.db
    .query('webhookBatches')
    .withIndex('by_creation_time', (q) => q.lt('_creationTime', before))
    .take(RUNS_A_STEP);
  const ended = batches.filter(({ state }) => state !== 'running');
  for (const { _id } of ended) await ctx.db.delete('webhookBatches', _id);
  const reconciliations = await ctx.db
    .query('webhookReconciliations')
    .withIndex('by_creation_time', (q) => q.lt('_creationTime', before))
    .take(RUNS_A_STEP);
  for (const { _id } of reconciliations) await ctx.db.delete('webhookReconciliations', _id);
  const marks = await ctx.db
    .query('webhookMarks')
    .withIndex('by_at', (q) => q.lt('at', before))
    .take(RUNS_A_STEP);
  for (const { _id } of marks) await ctx.db.delete('webhookMarks', _id);
  // Count what was deleted, not what was read: running batches stay.
  return ended.length + reconciliations.length + marks.length >= RUNS_A_STEP;
}
