import { getPayload } from '../audit/eventRows.ts';
import { payloadSize } from '../audit/payloadWalk.ts';
import { storedWrites } from '../audit/writes.ts';
import type { Doc, MutationCtx } from '../dataModel.ts';
import { parseClerkEvent } from '../shared/clerkEvent.ts';
import { addressesOf } from '../shared/clerkUser.ts';
import type { Progress } from './progress.ts';
import { mentionOf } from './mentions.ts';

type Erasure = Doc<'webhookErasures'>;
type Row = Doc<'webhookAudit'>;

/** Bounds of one transaction, far below Convex's 4,096 index ranges and 16 MiB. */
const MAX_ROWS = 256;
const MAX_BYTES = 4 * 1024 * 1024;
/**
 * A round with so many marks takes no more deliveries, and one body gives at most so many. Even if
 * all are addresses of the greatest length, both and the 200 documents of one delivery fit into
 * Convex's document of 1 MiB.
 */
const MANY_MARKS = 500;

/**
 * Erases the contents of deliveries: of the user's own, or of any that mention the user. Own ones
 * that have not given their marks yet are left to the next round.
 */
export async function forgetDeliveries(ctx: MutationCtx, erasure: Erasure): Promise<Progress> {
  const own = erasure.phase === 'own deliveries';
  const marks = new Set(erasure.marks);
  const mentions = mentionOf(erasure.marks);
  let { cursor } = erasure;
  let rows = 0;
  let bytes = 0;
  for await (const row of deliveriesAfter(ctx, erasure)) {
    if (own && marks.size >= MANY_MARKS) return { ...others([...marks]), rest_after: cursor };
    if (rows >= MAX_ROWS || bytes > MAX_BYTES) return { cursor, marks: [...marks] };
    if (!own && isOfNextRound(row, erasure)) {
      rows++;
      cursor = row.seq as bigint;
      continue;
    }
    const payload = await getPayload(ctx, row._id);
    const writes = await storedWrites(ctx, row._id);
    rows += 1 + writes.length;
    bytes += sizeOf(payload, writes);
    cursor = row.seq as bigint;
    if (own && payload !== null) addressesIn(payload.body).forEach((mark) => marks.add(mark));
    if (own) {
      writes.forEach(({ document }) => marks.add(document));
      const cleared = { user_label: undefined, reason: undefined };
      await ctx.db.patch('webhookAudit', row._id, cleared);
    }
    const named = own || mentions(textOf(row, payload, writes));
    if (named) {
      await deleteParts(ctx, payload, writes);
      await ctx.db.patch('webhookAudit', row._id, { error_line: undefined });
    }
    if (named || mentions(row.redispatch?.note ?? '')) await forgetNote(ctx, row);
  }
  return own ? { ...others([...marks]), rest_after: undefined } : { phase: 'notes', cursor: -1n };
}

function others(marks: string[]) {
  return { phase: 'other deliveries', cursor: -1n, marks } as const;
}

/** True for a delivery of the user's own that has not given its marks yet. */
function isOfNextRound({ clerk_user_id, seq }: Row, { clerk_id, rest_after }: Erasure): boolean {
  return rest_after !== undefined && clerk_user_id === clerk_id && (seq as bigint) > rest_after;
}

/**
 * Ends at this transaction's snapshot, so that deliveries that arrive meanwhile do not conflict.
 */
function deliveriesAfter(ctx: MutationCtx, { phase, clerk_id, cursor }: Erasure) {
  const audit = ctx.db.query('webhookAudit');
  const until = ctx.meta.getSnapshotTs();
  return phase === 'own deliveries'
    ? audit.withIndex('by_clerk_user_id', (q) =>
        q.eq('clerk_user_id', clerk_id).gt('seq', cursor).lte('seq', until),
      )
    : audit.withIndex('by_seq', (q) => q.gt('seq', cursor).lte('seq', until));
}

function sizeOf(payload: Doc<'webhookPayloads'> | null, writes: Doc<'webhookWrites'>[]): number {
  const texts = writes.flatMap(({ before = '', after = '' }) => [before, after]);
  return (payload === null ? 0 : payloadSize(payload)) + 2 * texts.join('').length;
}

async function deleteParts(
  ctx: MutationCtx,
  payload: Doc<'webhookPayloads'> | null,
  writes: Doc<'webhookWrites'>[],
): Promise<void> {
  if (payload !== null) await ctx.db.delete('webhookPayloads', payload._id);
  for (const { _id } of writes) await ctx.db.delete('webhookWrites', _id);
}

/** Clears the operator's note on this row and on its batch, which would write it on later rows. */
async function forgetNote(ctx: MutationCtx, { _id, redispatch }: Row): Promise<void> {
  if (redispatch === undefined) return;
  await ctx.db.patch('webhookAudit', _id, { redispatch: { ...redispatch, note: undefined } });
  const batch = redispatch.batch && (await ctx.db.get('webhookBatches', redispatch.batch));
  if (batch) await ctx.db.patch('webhookBatches', batch._id, { note: undefined });
}

/** The addresses of the user that a body is about. Clerk lets a user have far fewer than 500. */
function addressesIn(body: string): string[] {
  const parsed = parseClerkEvent(body);
  return parsed.kind === 'event' ? addressesOf(parsed.event.data).slice(0, MANY_MARKS) : [];
}

function textOf(
  row: Row,
  payload: Doc<'webhookPayloads'> | null,
  writes: Doc<'webhookWrites'>[],
): string {
  const { body, headers, error, scheduled, attempted } = payload ?? {};
  return [
    row.error_line,
    body,
    JSON.stringify([headers, scheduled]),
    attempted,
    error,
    ...writes.flatMap(({ document, before, after }) => [document, before, after]),
  ].join('\n');
}
