import { originOf, type AuditRow } from '../../webhooks/shared/auditRow.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The pauses of Svix before each further attempt (docs.svix.com/retries), in milliseconds. */
const PAUSES = [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

/** Svix gives up after this many attempts, over about 28 hours. */
export const ATTEMPTS_AT_MOST = PAUSES.length + 1;

/**
 * The approximate time at which the sender retries a failed delivery, in milliseconds since 1970.
 * null if it does not: after the last attempt, and for a delivery that no sender made.
 */
export function nextRetryAt(row: AuditRow): number | null {
  if (row.outcome !== 'failed' || originOf(row) !== 'webhook') return null;
  const pause = PAUSES[row.attempt - 1];
  return pause === undefined ? null : row.received_at + pause;
}
