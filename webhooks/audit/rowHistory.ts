import type { Operator } from '../access/access.ts';
import type { QueryCtx } from '../dataModel.ts';
import type { RowWrite } from '../shared/delivery.ts';
import { MAX_SEQ, shownRow } from './auditRows.ts';
import { changeOf, changeShower } from './writes.ts';

const MAX_BYTES_READ = 4 * 1024 * 1024;

/** The writes of deliveries to one document before a `seq`, newest first; at most 4 MiB read. */
export async function rowHistory(
  ctx: QueryCtx,
  operator: Operator,
  document: string,
  before: bigint | null,
  limit: number,
): Promise<{ writes: RowWrite[]; next: bigint | null; done: boolean }> {
  const show = await changeShower(ctx, operator);
  const until = before === null ? MAX_SEQ : before - 1n;
  const stored = ctx.db
    .query('webhookWrites')
    .withIndex('by_document', (q) => q.eq('document', document).lte('seq', until))
    .order('desc');
  const writes: RowWrite[] = [];
  let bytes = 0;
  for await (const write of stored) {
    if (writes.length === limit || bytes > MAX_BYTES_READ) {
      return { writes, next: writes.at(-1)!.seq, done: false };
    }
    bytes += 2 * ((write.before?.length ?? 0) + (write.after?.length ?? 0));
    const row = await ctx.db.get('webhookAudit', write.audit_id);
    if (row === null) continue;
    const seq = write.seq as bigint;
    writes.push({ ...show(changeOf(write)), seq, row: shownRow(operator, row) });
  }
  return { writes, next: null, done: true };
}
