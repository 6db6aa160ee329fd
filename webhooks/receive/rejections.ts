import type { Doc, MutationCtx, QueryCtx } from '../dataModel.ts';
import { briefly } from '../shared/clerkEvent.ts';
import { vRejectionReason, type Rejection, type RejectionReason } from '../shared/rejection.ts';

const MINUTE_MS = 60_000;

const MAX_BODY_START_BYTES = 256;
const MAX_HEADER_NAMES = 16;
const MAX_HEADER_NAME_LENGTH = 40;

/**
 * Says whether to count a rejection in this second (since 1970): at most one per second and reason.
 */
export async function isCountable(
  ctx: QueryCtx,
  { reason, second }: { reason: RejectionReason; second: number },
): Promise<boolean> {
  const row = await rejectionRow(ctx, reason, second * 1000);
  return row === null || secondOf(row.last_at) < second;
}

/** Counts a rejection in the row of its minute and reason, and keeps it as that row's sample. */
export async function countRejection(
  ctx: MutationCtx,
  {
    reason,
    at,
    sample,
    claimed,
  }: Pick<Rejection, 'reason' | 'sample' | 'claimed'> & { at: number },
): Promise<void> {
  const row = await rejectionRow(ctx, reason, at);
  if (row === null) {
    const minute = minuteOf(at);
    const first = { minute, reason, count: 1, first_at: at, last_at: at, sample, claimed };
    await ctx.db.insert('webhookRejections', first);
  } else if (secondOf(row.last_at) < secondOf(at)) {
    const { _id, count } = row;
    const newest = { count: count + 1, last_at: at, sample, claimed };
    await ctx.db.patch('webhookRejections', _id, newest);
  }
}

/** The sample that is kept of a rejected request: names of headers, no values, and the body's start. */
export function sampleOf(rejected: {
  headers: Headers;
  text: string;
  bytes: number;
  diagnosis: string;
}): Rejection['sample'] {
  return {
    header_names: namesOf(rejected.headers),
    body_bytes: rejected.bytes,
    body_start: startOf(rejected.text),
    diagnosis: rejected.diagnosis,
  };
}

/** Names of headers, with those of the signature first. */
function namesOf(headers: Headers): string[] {
  const names = [...headers.keys()]
    .toSorted((a, b) => Number(isOfSignature(b)) - Number(isOfSignature(a)))
    .map((name) => briefly(name, MAX_HEADER_NAME_LENGTH));
  if (names.length <= MAX_HEADER_NAMES) return names;
  const named = names.slice(0, MAX_HEADER_NAMES - 1);
  return [...named, `…${names.length - named.length} more`];
}

function isOfSignature(name: string): boolean {
  return name.startsWith('svix-') || name.startsWith('webhook-');
}

/** Which rejections to read: of minutes from `since` on, and before `before`, newest first. */
interface Span {
  since?: number;
  before?: number;
  limit: number;
}

/**
 * At most `limit` rejections, newest first: by minute, then by when they last came. A minute has
 * one row per reason and is cut only if it alone exceeds the limit, so that the page before the
 * oldest row misses nothing.
 */
export async function listRejections(ctx: QueryCtx, span: Span): Promise<Rejection[]> {
  const { since = 0, before = Number.MAX_SAFE_INTEGER, limit } = span;
  const rows = await ctx.db
    .query('webhookRejections')
    .withIndex('by_minute', (q) => q.gte('minute', since).lt('minute', before))
    .order('desc')
    .take(limit + 1);
  const whole = rows.length <= limit ? rows : await wholeMinutes(ctx, rows);
  return whole
    .toSorted((a, b) => b.minute - a.minute || b.last_at - a.last_at)
    .slice(0, limit)
    .map(({ _creationTime, ...rejection }) => rejection);
}

/** Leaves out the oldest minute, which may be cut. If it is the only one, reads all of it. */
async function wholeMinutes(
  ctx: QueryCtx,
  rows: Doc<'webhookRejections'>[],
): Promise<Doc<'webhookRejections'>[]> {
  const { minute: oldest } = rows.at(-1)!;
  const before = rows.filter(({ minute }) => minute !== oldest);
  if (before.length > 0) return before;
  return await ctx.db
    .query('webhookRejections')
    .withIndex('by_minute', (q) => q.eq('minute', oldest))
    .take(vRejectionReason.members.length);
}

async function rejectionRow(
  ctx: QueryCtx,
  reason: RejectionReason,
  at: number,
): Promise<Doc<'webhookRejections'> | null> {
  return await ctx.db
    .query('webhookRejections')
    .withIndex('by_minute', (q) => q.eq('minute', minuteOf(at)).eq('reason', reason))
    .unique();
}

function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function secondOf(at: number): number {
  return Math.floor(at / 1000);
}

function startOf(text: string): string {
  const encoder = new TextEncoder();
  let start = text.slice(0, MAX_BODY_START_BYTES);
  while (encoder.encode(start).length > MAX_BODY_START_BYTES) start = start.slice(0, -16);
  return start.toWellFormed();
}
