import { isMoment, isoText } from '../ui/time/moment.ts';
import { OUTCOMES } from '../../webhooks/shared/outcome.ts';
import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import { isLoopback, parseDeploymentUrl } from './deploymentUrl.ts';
import type { Link } from './link.ts';

/**
 * One line about a delivery for a message to a colleague: deployment, type, time, outcome and id,
 * such as `happy-otter-123.convex.cloud user.updated 2026-11-29T17:14:03.123Z failed id:jd7abc`. It
 * holds nothing personal and no access key. Pasted into a filter or the connect form, it opens the
 * delivery.
 */
export function referenceTo(row: AuditRow, deploymentUrl: string): string {
  const when = isMoment(row.received_at) ? isoText(row.received_at) : '';
  const words = [hostOf(deploymentUrl), row.event_type, when, row.outcome, `id:${row._id}`];
  return words
    .map((word) => word.replace(/[\s\p{Cc}]+/gu, ''))
    .filter(Boolean)
    .join(' ');
}

const REFERENCE = new RegExp(
  String.raw`^\s*(\S+) \S+ (?:\S+Z )?(?:${OUTCOMES.join('|')}) id:([a-z0-9]+)(?:\s|$)`,
);

/** The delivery that a pasted reference names; null for any other text. */
export function readReference(text: string): Link | null {
  const [, host, event] = REFERENCE.exec(text) ?? [];
  if (host === undefined || event === undefined) return null;
  const parsed = parseDeploymentUrl(host);
  return parsed.kind === 'wrong' ? null : { event, deployment: parsed.url };
}

/** The host; with its scheme only if `parseDeploymentUrl` would add a different one. */
function hostOf(url: string): string {
  const { host, protocol } = new URL(url);
  return (protocol === 'http:') === isLoopback(url) ? host : url;
}
