import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { EventLog } from '../../data/feed/events.ts';
import type { PageChange } from '../pairing/changes.ts';
import type { Pairing } from '../pairing/pairing.ts';

/** The changes whose webhook did not come within `after` milliseconds of the end of their call. */
export function silentChanges(
  pairings: readonly Pairing[],
  now: number,
  after: number,
): PageChange[] {
  return waiting(pairings).filter(({ call }) => now - call.finishedAt >= after);
}

/** Milliseconds until another change becomes silent; null if no change is waiting. */
export function nextSilence(
  pairings: readonly Pairing[],
  now: number,
  after: number,
): number | null {
  const due = waiting(pairings)
    .map(({ call }) => call.finishedAt + after - now)
    .filter((left) => left > 0);
  return due.length === 0 ? null : Math.min(...due);
}

function waiting(pairings: readonly Pairing[]): PageChange[] {
  return pairings.filter(({ state }) => state === 'waiting').map(({ change }) => change);
}

/** Whether all rows since a change are loaded, so that a webhook that came would be among them. */
export function isCovered({ call }: PageChange, log: EventLog): boolean {
  if (log.version === 0) return false;
  const oldest = log.older.at(-1) ?? log.newer[0];
  return log.reachedStart || (oldest !== undefined && oldest.received_at <= call.startedAt);
}

/** Facts about the time since a change that may explain the missing webhook. */
export interface Known {
  /** The deployments that the page talks to, if the panel's is not among them. */
  otherDeployments: readonly string[];
  panelUrl: string;
  /** Requests that were rejected since. */
  rejected: number;
  /** Deliveries about the user that failed since. */
  failed: number;
  /** Whether any webhook has ever come, accepted or rejected. */
  everSeen: boolean;
}

/** The possible reasons for a missing webhook, as sentences, the most likely first. */
export function silenceReasons(known: Known): string[] {
  const { otherDeployments, panelUrl, rejected, failed, everSeen } = known;
  const reasons: string[] = [];
  if (otherDeployments.length > 0) {
    reasons.push(
      `The page talks to ${otherDeployments.join(', ')}, the panel to ${panelUrl}: the webhook may have gone there.`,
    );
  }
  if (!everSeen) {
    reasons.push(
      'No webhook has ever reached this deployment: check the URL of the endpoint at Clerk.',
    );
  }
  if (rejected > 0) {
    reasons.push(
      `${count(rejected, 'request was', 'requests were')} rejected since: it may be among them.`,
    );
  }
  if (failed > 0) {
    reasons.push(`${count(failed, 'delivery', 'deliveries')} of this user failed since.`);
  }
  if (reasons.length === 0) {
    reasons.push(
      'Nothing was rejected and nothing failed since: Clerk may be late, or its endpoint is not subscribed to this type of event.',
    );
  }
  return reasons;
}

/** The deliveries of a user that failed since a moment by the deployment's clock. */
export function failedSince(rows: readonly AuditRow[], since: number): number {
  return rows.filter(({ outcome, received_at }) => outcome === 'failed' && received_at >= since)
    .length;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
