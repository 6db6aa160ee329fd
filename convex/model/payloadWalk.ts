import type { Doc } from '../_generated/dataModel.js';
import type { QueryCtx } from '../_generated/server.js';
import type { Where } from '../shared/selection.ts';
import { olderRows } from './auditRows.ts';
import { getPayload } from './deliveries.ts';

const MAX_BYTES_READ = 4 * 1024 * 1024;

/** Room for what a row, its headers and the users rows before and after weigh beside a body. */
const BESIDE_BODY = 16 * 1024;

/** Bytes that it costs at most to read the payload of a row, told before it is read. */
export function costOfPayload({ payload_bytes }: Doc<'webhookAudit'>): number {
  return payload_bytes + BESIDE_BODY;
}

export interface PayloadPage {
  deliveries: { row: Doc<'webhookAudit'>; payload: Doc<'webhookPayloads'> | null }[];
  /** Go on before this `seq`; null when there is nothing more. */
  next: bigint | null;
}

/**
 * Reads deliveries with their payloads before a `seq`, newest first: at most `limit`, and at most
 * 4 MiB, told from the rows before the payloads are read.
 */
export async function readPayloads(
  ctx: QueryCtx,
  where: Where | undefined,
  before: bigint | null,
  limit: number,
): Promise<PayloadPage> {
  const rows = await olderRows(ctx, where, before, limit);
  let bytes = 0;
  const affordable = rows.filter((row) => (bytes += costOfPayload(row)) <= MAX_BYTES_READ);
  const deliveries = await Promise.all(
    affordable.map(async (row) => ({ row, payload: await getPayload(ctx, row._id) })),
  );
  const all = affordable.length === rows.length && rows.length < limit;
  const last = affordable.at(-1);
  return { deliveries, next: all || last === undefined ? null : (last.seq as bigint) };
}
