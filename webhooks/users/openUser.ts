import type { Operator } from '../access/access.ts';
import { olderRows, shownRow } from '../audit/auditRows.ts';
import { supersededBy } from '../audit/eventState.ts';
import { newestOfEvent } from '../audit/eventRows.ts';
import type { Doc, QueryCtx } from '../dataModel.ts';
import { getSubject } from '../order/subjects.ts';
import { supersedes } from '../shared/superseding.ts';
import type { User } from '../shared/userRow.ts';
import { fieldMasker } from '../audit/writes.ts';
import { userRowOf } from './usersTable.ts';

const LOOKED_AT = 50;

/** One user: the current row, and what deliveries about the user say. */
export async function openUser(ctx: QueryCtx, operator: Operator, clerk_id: string): Promise<User> {
  const row = await userRowOf(ctx, clerk_id);
  const rows = await olderRows(ctx, { clerk_user_id: clerk_id }, null, LOOKED_AT);
  const newest = rows[0] ?? null;
  const subject = await getSubject(ctx, newest?.source ?? 'clerk', clerk_id);
  const failure = await openFailureOf(ctx, rows);
  const mask = await fieldMasker(ctx, operator);
  return {
    row: row && mask(row),
    subject: subject && {
      updated_at: subject.updated_at,
      event_at: subject.event_at,
      audit_id: subject.audit_id,
      deleted_at: subject.deleted_at ?? null,
    },
    newest: newest && shownRow(operator, newest),
    open_failure: failure && shownRow(operator, failure),
  };
}

/** The newest failure that is open. The user's own rows mostly say so, without a read for each. */
async function openFailureOf(
  ctx: QueryCtx,
  rows: Doc<'webhookAudit'>[],
): Promise<Doc<'webhookAudit'> | null> {
  for (const [place, row] of rows.entries()) {
    if (row.outcome !== 'failed' || row.settled) continue;
    if (rows.slice(0, place).some((later) => supersedes(later, row))) continue;
    const newest = await newestOfEvent(ctx, row.source, row.event_id);
    if (newest?.settled || (await supersededBy(ctx, row)) !== null) continue;
    return row;
  }
  return null;
}
