import { internal } from '../_generated/api.js';
import type { Doc, Id } from '../_generated/dataModel.js';
import type { MutationCtx } from '../_generated/server.js';
import { parseClerkEvent } from '../shared/clerkEvent.ts';
import { addressesOf } from '../shared/clerkUser.ts';
import { getPayload } from './deliveries.ts';
import { mentionOf } from './mentions.ts';
import { payloadSize } from './retention.ts';
import { applyUserEvent } from './users.ts';

type Erasure = Doc<'erasures'>;

/** Bounds of one transaction, far below Convex's 4,096 index ranges and 16 MiB. */
const MAX_ROWS = 256;
const MAX_BYTES = 4 * 1024 * 1024;

/** Anything else, such as an empty text, could be in everybody's payloads. */
const CLERK_ID = /^user_\w+$/;

/**
 * Deletes a user at once, leaving a tombstone, and schedules what takes longer: forgetting all that
 * deliveries tell of the user.
 *
 * @throws for an id that is none of Clerk's, and what the app's onUserChange throws; nothing is
 * forgotten then.
 */
export async function forgetUser(ctx: MutationCtx, clerk_id: string): Promise<void> {
  if (!CLERK_ID.test(clerk_id)) {
    throw new Error('`clerk_id` is no user id of Clerk: these begin with user_. Nothing was done.');
  }
  const event = { kind: 'delete', clerk_id, event_at: Date.now() } as const;
  const { before } = await applyUserEvent(ctx, event, {});
  const id = await beginErasure(ctx, clerk_id, before?.email);
  await ctx.scheduler.runAfter(0, internal.admin.forgetStep, { id });
}

/** Asked for again, an erasure begins anew, with what it knew: its last step may have been lost. */
async function beginErasure(ctx: MutationCtx, clerk_id: string, email: string | undefined) {
  const marks = email === undefined ? [clerk_id] : [clerk_id, email];
  const begun = await ctx.db
    .query('erasures')
    .withIndex('by_clerk_id', (q) => q.eq('clerk_id', clerk_id))
    .unique();
  const start = { phase: 'own deliveries', cursor: -1n } as const;
  if (begun !== null) {
    await ctx.db.patch('erasures', begun._id, {
      ...start,
      marks: [...new Set([...begun.marks, ...marks])],
    });
    return begun._id;
  }
  return await ctx.db.insert('erasures', { clerk_id, marks, ...start });
}

/**
 * One bounded part of forgetting a user. First the user's own deliveries, which tell by which
 * addresses to know the user; then all deliveries that mention one of these (an e-mail to the user,
 * a membership); then samples of what was refused.
 */
export async function forgetStep(ctx: MutationCtx, id: Id<'erasures'>): Promise<void> {
  const erasure = await ctx.db.get('erasures', id);
  if (erasure === null || erasure.phase === 'done') return;
  const progress =
    erasure.phase === 'rejections'
      ? await forgetSamples(ctx, erasure)
      : await forgetDeliveries(ctx, erasure);
  await ctx.db.patch('erasures', id, progress);
  if (progress.phase !== 'done') {
    await ctx.scheduler.runAfter(0, internal.admin.forgetStep, { id });
  }
}

type Progress = Partial<Pick<Erasure, 'phase' | 'cursor' | 'marks'>>;

async function forgetDeliveries(ctx: MutationCtx, erasure: Erasure): Promise<Progress> {
  const own = erasure.phase === 'own deliveries';
  const marks = new Set(erasure.marks);
  const mentions = mentionOf(erasure.marks);
  let { cursor } = erasure;
  let rows = 0;
  let bytes = 0;
  for await (const row of deliveriesAfter(ctx, erasure)) {
    if (rows === MAX_ROWS || bytes > MAX_BYTES) return { cursor, marks: [...marks] };
    const payload = await getPayload(ctx, row._id);
    rows++;
    bytes += payload === null ? 0 : payloadSize(payload);
    cursor = row.seq as bigint;
    if (own && payload !== null) addressesIn(payload.body).forEach((mark) => marks.add(mark));
    if (own)
      await ctx.db.patch('webhookAudit', row._id, { user_label: undefined, reason: undefined });
    if (own || mentions(textOf(row, payload))) await forgetText(ctx, row, payload);
  }
  const phase = own ? 'other deliveries' : 'rejections';
  return { phase, cursor: -1n, marks: [...marks] };
}

/** Up to what this transaction sees: deliveries that come meanwhile must not conflict with it. */
function deliveriesAfter(ctx: MutationCtx, { phase, clerk_id, cursor }: Erasure) {
  const audit = ctx.db.query('webhookAudit');
  const until = ctx.meta.getSnapshotTs();
  return phase === 'own deliveries'
    ? audit.withIndex('by_clerk_user_id', (q) =>
        q.eq('clerk_user_id', clerk_id).gt('seq', cursor).lte('seq', until),
      )
    : audit.withIndex('by_seq', (q) => q.gt('seq', cursor).lte('seq', until));
}

/** Deletes the payload, and what operators noted when they sent it again. */
async function forgetText(
  ctx: MutationCtx,
  { _id, redispatch }: Doc<'webhookAudit'>,
  payload: Doc<'webhookPayloads'> | null,
): Promise<void> {
  if (payload !== null) await ctx.db.delete('webhookPayloads', payload._id);
  if (redispatch === undefined) return;
  await ctx.db.patch('webhookAudit', _id, { redispatch: { ...redispatch, note: undefined } });
  const batch = redispatch.batch && (await ctx.db.get('redispatchBatches', redispatch.batch));
  if (batch) await ctx.db.patch('redispatchBatches', batch._id, { note: undefined });
}

/** A sample is the start of a body that was refused, perhaps only since a secret was wrong. */
async function forgetSamples(ctx: MutationCtx, { cursor, marks }: Erasure): Promise<Progress> {
  const rejections = await ctx.db
    .query('rejections')
    .withIndex('by_minute', (q) => q.gt('minute', Number(cursor)))
    .take(MAX_ROWS);
  const mentions = mentionOf(marks);
  for (const { _id, sample } of rejections) {
    if (mentions(sample.body_start)) {
      await ctx.db.patch('rejections', _id, { sample: { ...sample, body_start: '' } });
    }
  }
  const last = rejections.at(-1);
  if (last === undefined || rejections.length < MAX_ROWS) return { phase: 'done', marks: [] };
  // The last minute may have more rows; a minute has fewer than fit into one step.
  return { cursor: BigInt(last.minute) - 1n };
}

/** The addresses of the user that a body is about. */
function addressesIn(body: string): string[] {
  const parsed = parseClerkEvent(body);
  return parsed.kind === 'event' ? addressesOf(parsed.event.data) : [];
}

function textOf(row: Doc<'webhookAudit'>, payload: Doc<'webhookPayloads'> | null): string {
  const { body, headers, before, after, error } = payload ?? {};
  return [row.redispatch?.note, body, JSON.stringify(headers), before, after, error].join('\n');
}
