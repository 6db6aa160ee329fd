import { originOf, type AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Outcome } from '../../../webhooks/shared/outcome.ts';
import type { Rejection, RejectionReason } from '../../../webhooks/shared/rejection.ts';

/** Webhooks come, but none has been accepted for a while. */
export interface Alarm {
  /** When the last webhook was accepted, milliseconds since 1970; null if no known one was. */
  since: number | null;
  /** If none of the loaded deliveries was accepted and older ones are not loaded: when these begin. */
  loadedFrom?: number | undefined;
  /**
   * How many requests at least were rejected since, and their most frequent reason that may still
   * apply.
   */
  rejected: number;
  reason: RejectionReason | null;
  /** Deliveries for which the handler failed since, and the newest error. */
  failed: number;
  errorLine: string | null;
}

/** Fewer may be an accident, or a stranger who tries the URL. */
const LEAST = 3;
/** Of any other outcome, such as stale, the handler did nothing. */
const TAKEN = new Set<Outcome>(['applied', 'unchanged']);

/**
 * Decides whether all webhooks fail. An accepted webhook ends the alarm. A re-dispatch that the
 * handler took shows that it works again, but not that requests are accepted.
 *
 * @param rows deliveries, newest first; only read up to the first accepted webhook
 * @param rejections newest first
 * @param areAll false if older deliveries are not loaded
 */
export function alarmOf(
  rows: Iterable<AuditRow>,
  rejections: readonly Rejection[],
  areAll = true,
): Alarm | null {
  const failures: AuditRow[] = [];
  let handlerWorks = false;
  let arrivedAt: number | null = null;
  let since: number | null = null;
  let readTo = -Infinity;
  for (const row of rows) {
    const origin = originOf(row);
    readTo = row.received_at;
    if (origin === 'redispatch') handlerWorks ||= TAKEN.has(row.outcome);
    if (origin !== 'webhook') continue;
    // A signed request proves that earlier rejections were not the sender's, or that their cause is
    // gone.
    arrivedAt ??= row.received_at;
    if (row.outcome !== 'failed') {
      since = row.received_at;
      break;
    }
    if (!handlerWorks) failures.push(row);
  }

  // Before the loaded rows, another webhook may have been accepted after a rejection.
  const from = arrivedAt ?? readTo;
  const newer = rejections.filter((rejection) => isOfSender(rejection) && rejection.last_at > from);
  const counts = countsByReason(newer);
  const rejected = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const isCertain = counts.has('misconfigured');
  if (!isCertain && rejected + failures.length < LEAST) return null;
  return {
    since,
    loadedFrom: since === null && !areAll ? readTo : undefined,
    rejected,
    reason: mostFrequent(countsByReason(newer.filter((one) => mayStillHold(one, newer)))),
    failed: failures.length,
    errorLine: failures[0]?.error_line ?? null,
  };
}

/** Anybody can send a request without a signature: only one whose body is an event counts. */
function isOfSender({ reason, claimed }: Rejection): boolean {
  const isUnsigned = reason === 'missing_header' || reason === 'malformed_header';
  return !isUnsigned || claimed?.type !== undefined;
}

/** A later request was compared with a secret, so a secret is set by then. */
function mayStillHold(rejection: Rejection, all: readonly Rejection[]): boolean {
  return (
    rejection.reason !== 'misconfigured' ||
    !all.some(({ reason, last_at }) => reason === 'bad_signature' && last_at > rejection.last_at)
  );
}

function countsByReason(rejections: readonly Rejection[]): Map<RejectionReason, number> {
  const counts = new Map<RejectionReason, number>();
  for (const { reason, count } of rejections) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return counts;
}

function mostFrequent(counts: ReadonlyMap<RejectionReason, number>): RejectionReason | null {
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}
