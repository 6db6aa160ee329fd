import type { Doc, QueryCtx } from '../dataModel.ts';
import type { Where } from '../shared/selection.ts';
import { olderRows, seqOf } from './auditRows.ts';
import { payloadOf } from './eventRows.ts';
import { storedWrites } from './writes.ts';

const MAX_BYTES_READ = 4 * 1024 * 1024;

export interface PayloadPage {
  deliveries: {
    row: Doc<'webhookAudit'>;
    payload: Doc<'webhookPayloads'> | null;
    /** Empty unless `withWrites`. */
    writes: Doc<'webhookWrites'>[];
  }[];
  /** The next page begins before this `seq`; null when there is none. */
  next: bigint | null;
}

/**
 * Reads the deliveries before a `seq`, newest first, with their payloads and, if `withWrites`,
 * their writes. Stops at `limit` deliveries, or once 4 MiB were read.
 */
export async function readPayloads(
  ctx: QueryCtx,
  where: Where | undefined,
  before: bigint | null,
  limit: number,
  { withWrites = false } = {},
): Promise<PayloadPage> {
  const rows = await olderRows(ctx, where, before, limit);
  const deliveries: PayloadPage['deliveries'] = [];
  let bytes = 0;
  for (const row of rows) {
    if (bytes > MAX_BYTES_READ) break;
    const payload = await payloadOf(ctx, row);
    const writes = withWrites ? await storedWrites(ctx, row._id) : [];
    bytes += (payload === null ? 0 : payloadSize(payload)) + writesSize(writes);
    deliveries.push({ row, payload, writes });
  }
  const all = deliveries.length === rows.length && rows.length < limit;
  const last = deliveries.at(-1);
  return { deliveries, next: all || last === undefined ? null : seqOf(last.row) };
}

/** The approximate size in bytes: text counts as UTF-16, which is at least half of its UTF-8. */
export function payloadSize(payload: Doc<'webhookPayloads'>): number {
  const { body, headers, attempted, error, scheduled } = payload;
  return textSize([
    body,
    attempted,
    error,
    ...headers.flatMap(({ name, value }) => [name, value]),
    ...scheduled.map(({ args }) => args),
  ]);
}

/** The approximate size of a delivery's writes, in bytes. */
export function writesSize(writes: Doc<'webhookWrites'>[]): number {
  return textSize(writes.flatMap(({ before, after }) => [before, after]));
}

function textSize(texts: (string | undefined)[]): number {
  return 2 * texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}
