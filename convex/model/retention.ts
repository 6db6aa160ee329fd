import type { Doc, Id } from '../_generated/dataModel.js';
import type { MutationCtx } from '../_generated/server.js';

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60 * 1000;
const DEFAULT_DAYS = 30;

/** Bounds of one transaction, far below Convex's (16 MiB and 16,000 documents). */
const ROWS_A_STEP = 200;
const BYTES_A_STEP = 4 * 1024 * 1024;
/** A batch or a reconciliation can hold 1,000 ids. */
const RUNS_A_STEP = 50;

/**
 * How long deliveries are kept: `WEBHOOK_RETENTION_DAYS`, 30 when unset.
 *
 * @throws when it is no positive number, rather than guess and delete.
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
 * Deletes some of what was received before the retention time, the oldest first.
 *
 * @returns whether there may be more.
 */
export async function pruneStep(ctx: MutationCtx, now: number): Promise<boolean> {
  const before = now - retentionDays() * DAY;
  return (
    (await pruneDeliveries(ctx, before)) ||
    (await pruneRejections(ctx, before)) ||
    (await pruneRuns(ctx, before))
  );
}

async function pruneDeliveries(ctx: MutationCtx, before: number): Promise<boolean> {
  const old = ctx.db
    .query('webhookAudit')
    .withIndex('by_seq', (q) => q.lt('seq', BigInt(Math.floor(before)) * 1_000_000n));
  let rows = 0;
  let bytes = 0;
  for await (const row of old) {
    if (rows === ROWS_A_STEP || bytes > BYTES_A_STEP) return true;
    bytes += await deletePayload(ctx, row._id);
    await ctx.db.delete('webhookAudit', row._id);
    rows++;
  }
  return false;
}

/** Deletes the payload of a delivery, if it is still there. Returns how much was read for it. */
export async function deletePayload(ctx: MutationCtx, id: Id<'webhookAudit'>): Promise<number> {
  const payload = await ctx.db
    .query('webhookPayloads')
    .withIndex('by_audit_id', (q) => q.eq('audit_id', id))
    .unique();
  if (payload === null) return 0;
  await ctx.db.delete('webhookPayloads', payload._id);
  return payloadSize(payload);
}

/** Roughly, in bytes: the body is counted as UTF-16, which is never less than half of its UTF-8. */
export function payloadSize({ body, before, after }: Doc<'webhookPayloads'>): number {
  return 2 * (body.length + (before?.length ?? 0) + (after?.length ?? 0));
}

async function pruneRejections(ctx: MutationCtx, before: number): Promise<boolean> {
  const old = await ctx.db
    .query('rejections')
    .withIndex('by_minute', (q) => q.lt('minute', before - MINUTE))
    .take(ROWS_A_STEP);
  for (const { _id } of old) await ctx.db.delete('rejections', _id);
  return old.length === ROWS_A_STEP;
}

/** Batches and reconciliations that started then and have ended; a running batch is never taken. */
async function pruneRuns(ctx: MutationCtx, before: number): Promise<boolean> {
  const batches = await ctx.db
    .query('redispatchBatches')
    .withIndex('by_creation_time', (q) => q.lt('_creationTime', before))
    .take(RUNS_A_STEP);
  const ended = batches.filter(({ state }) => state !== 'running');
  for (const { _id } of ended) await ctx.db.delete('redispatchBatches', _id);
  const reconciliations = await ctx.db
    .query('reconciliations')
    .withIndex('by_creation_time', (q) => q.lt('_creationTime', before))
    .take(RUNS_A_STEP);
  for (const { _id } of reconciliations) await ctx.db.delete('reconciliations', _id);
  // Not told by what was read: running batches stay, and would be read again for ever.
  return ended.length + reconciliations.length >= RUNS_A_STEP;
}
