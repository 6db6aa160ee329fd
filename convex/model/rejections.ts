import type { Doc } from '../_generated/dataModel.js';
import type { MutationCtx, QueryCtx } from '../_generated/server.js';
import type { Rejection, RejectionReason } from '../shared/rejection.ts';

const MINUTE_MS = 60_000;

/** Requests refused within this time of each other are counted once. */
const COUNTED_EVERY_MS = 1000;

const MAX_SAMPLE_BYTES = 1024;
const MAX_HEADER_NAMES = 64;
const MAX_HEADER_NAME_LENGTH = 100;

export interface Refusal {
  reason: RejectionReason;
  /** Milliseconds since 1970. */
  at: number;
}

/** Whether this refusal is to be counted: none for the same reason was within the last second. */
export async function isCountable(ctx: QueryCtx, refusal: Refusal): Promise<boolean> {
  const row = await rejectionRow(ctx, refusal);
  return row === null || refusal.at - row.last_at > COUNTED_EVERY_MS;
}

/** Counts a refusal in the row of its minute and reason, and keeps it as that row's sample. */
export async function countRefusal(
  ctx: MutationCtx,
  refusal: Refusal,
  sample: Rejection['sample'],
): Promise<void> {
  const row = await rejectionRow(ctx, refusal);
  if (row === null) {
    await ctx.db.insert('rejections', {
      minute: minuteOf(refusal.at),
      reason: refusal.reason,
      count: 1,
      first_at: refusal.at,
      last_at: refusal.at,
      sample,
    });
  } else if (refusal.at - row.last_at > COUNTED_EVERY_MS) {
    const { _id, count } = row;
    await ctx.db.patch('rejections', _id, { count: count + 1, last_at: refusal.at, sample });
  }
}

/** What is kept of a refused request: names of headers, never values, and the start of the body. */
export function sampleOf(refused: {
  headers: Headers;
  body: string;
  body_bytes: number;
  diagnosis: string;
}): Rejection['sample'] {
  return {
    header_names: [...refused.headers.keys()]
      .slice(0, MAX_HEADER_NAMES)
      .map((name) => name.slice(0, MAX_HEADER_NAME_LENGTH)),
    body_bytes: refused.body_bytes,
    body_start: startOf(refused.body),
    diagnosis: refused.diagnosis,
  };
}

/**
 * Refusals of minutes before `before`, the newest first: by minute, then by when they last came. At
 * most `limit`. A minute is cut only where it alone has more rows than that, one a reason, so that
 * going on before the oldest row misses nothing.
 */
export async function listRejections(
  ctx: QueryCtx,
  before: number | undefined,
  limit: number,
): Promise<Rejection[]> {
  const rows = await ctx.db
    .query('rejections')
    .withIndex('by_minute', (q) => (before === undefined ? q : q.lt('minute', before)))
    .order('desc')
    .take(limit + 1);
  const whole = rows.length <= limit ? rows : await wholeMinutes(ctx, rows);
  return whole
    .toSorted((a, b) => b.minute - a.minute || b.last_at - a.last_at)
    .slice(0, limit)
    .map(({ _creationTime, ...rejection }) => rejection);
}

/**
 * Leaves out the minute of the last row, which is one too many: it may be cut. One that is all there
 * is comes whole, so that its newest rows are found.
 */
async function wholeMinutes(
  ctx: QueryCtx,
  rows: Doc<'rejections'>[],
): Promise<Doc<'rejections'>[]> {
  const { minute: oldest } = rows.at(-1)!;
  const before = rows.filter(({ minute }) => minute !== oldest);
  if (before.length > 0) return before;
  return await ctx.db
    .query('rejections')
    .withIndex('by_minute', (q) => q.eq('minute', oldest))
    .collect();
}

async function rejectionRow(
  ctx: QueryCtx,
  { reason, at }: Refusal,
): Promise<Doc<'rejections'> | null> {
  return await ctx.db
    .query('rejections')
    .withIndex('by_minute', (q) => q.eq('minute', minuteOf(at)).eq('reason', reason))
    .unique();
}

function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function startOf(text: string): string {
  const encoder = new TextEncoder();
  let start = text.slice(0, MAX_SAMPLE_BYTES);
  while (encoder.encode(start).length > MAX_SAMPLE_BYTES) start = start.slice(0, -16);
  return start.toWellFormed();
}
