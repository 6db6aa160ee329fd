import { originOf, type AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { PageChange } from './changes.ts';

/** A change that the page made at Clerk, and its webhook. */
export type Pairing = { change: PageChange } & (
  | { state: 'waiting' }
  /**
   * `row` is the delivery of exactly this version that did not fail, or else its newest attempt;
   * `rows` are all attempts.
   */
  | { state: 'paired'; row: AuditRow; rows: AuditRow[] }
  /** The change's own webhook is missing, but this delivery brought the row to a later version. */
  | { state: 'overtaken'; row: AuditRow }
  /** A webhook about this user without a version, sent after the change. */
  | { state: 'probable'; row: AuditRow }
);

/**
 * Finds the webhook of a change among the deliveries about its user, in any order. Pairs only by
 * user and version, so that neither clocks nor the order of arrival can pair it with another
 * change's webhook.
 */
export function pairingOf(change: PageChange, rows: readonly AuditRow[]): Pairing {
  const exact: AuditRow[] = [];
  let later: AuditRow | undefined;
  let probable: AuditRow | undefined;
  for (const row of rows) {
    if (row.clerk_user_id !== change.userId || !row.event_type.startsWith('user.')) continue;
    if (tells(row, change)) exact.push(row);
    else if (overtakes(row, change)) later = earlier(row, later);
    else if (mayTell(row, change)) probable = earlier(row, probable);
  }
  if (exact.length > 0) {
    exact.sort((a, b) => (a.seq < b.seq ? -1 : 1));
    const row = exact.find(({ outcome }) => outcome !== 'failed') ?? exact.at(-1)!;
    return { change, state: 'paired', row, rows: exact };
  }
  if (later !== undefined) return { change, state: 'overtaken', row: later };
  if (probable !== undefined) return { change, state: 'probable', row: probable };
  return { change, state: 'waiting' };
}

function earlier(row: AuditRow, other: AuditRow | undefined): AuditRow {
  return other !== undefined && other.seq < row.seq ? other : row;
}

function tells(row: AuditRow, { kind, updatedAt }: PageChange): boolean {
  // Each user is created once and deleted once.
  const isIt =
    kind === 'updated'
      ? row.updated_at === updatedAt && row.event_type !== 'user.deleted'
      : row.event_type === `user.${kind}`;
  return isIt && originOf(row) === 'webhook';
}

/** A failed delivery did not bring the row to a later version. */
function overtakes(row: AuditRow, change: PageChange): boolean {
  if (row.outcome === 'failed') return false;
  if (row.event_type === 'user.deleted') return true;
  switch (change.kind) {
    case 'created':
      return true;
    case 'deleted':
      return false;
    case 'updated':
      // A reconciliation or a re-dispatch may have brought the same version.
      return row.updated_at !== undefined && row.updated_at >= change.updatedAt!;
  }
}

function mayTell(row: AuditRow, { kind, updatedAt }: PageChange): boolean {
  return (
    kind === 'updated' &&
    row.updated_at === undefined &&
    row.occurred_at >= updatedAt! &&
    row.event_type !== 'user.deleted' &&
    originOf(row) === 'webhook'
  );
}
