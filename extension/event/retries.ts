import { originOf, type AuditRow } from '../../webhooks/shared/auditRow.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The pauses of Svix before each further attempt (docs.svix.com/retries), in milliseconds. */
const PAUSES = [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

/** Svix gives up after this many attempts, over about 28 hours. */
export const ATTEMPTS_AT_MOST = PAUSES.length + 1;

/**
 * When the sender retries an event, as nextRetryAt says of its last attempt: an operator's
 * re-dispatch does not change the schedule.
 *
 * @param rows The rows of the event, in any order.
 */
export function nextRetryOf(rows: readonly AuditRow[]): number | null {
  const attempts = rows.filter((row) => originOf(row) === 'webhook');
  if (attempts.length === 0) return null;
  return nextRetryAt(attempts.reduce((last, row) => (row.seq > last.seq ? row : last)));
}

/**
 * The approximate time at which the sender retries a failed delivery, in milliseconds since 1970.
 * null if it does not: after the last attempt, and for a delivery that no sender made.
 */
export function nextRetryAt(row: AuditRow): number | null {
  if (row.outcome !== 'failed' || originOf(row) !== 'webhook') return null;
  const pause = PAUSES[row.attempt - 1];
  return pause === undefined ? null : row.received_at + pause;
}
