import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Rejection } from '../../convex/shared/rejection.ts';
import type { useOperatorFetch } from '../data/operator.tsx';
import type { EventFeed } from '../data/useEventFeed.ts';
import type { FilterTerm } from './filter.ts';
import { compileFilter, type Predicate } from './filterMatch.ts';
import { timeOf, type TimelineItem } from './item.ts';
import type { Moment } from './matchingRows.ts';

const PAGE = 64;

type Ask = ReturnType<typeof useOperatorFetch>;

/**
 * The newest failure or rejection of a stretch of time that a filter lets through; null when there
 * is none. Failed deliveries are read by the server's index, so nothing between them is loaded.
 *
 * @param before the place to look back from: everything at it or after it is out
 * @param since everything at it or before it is out
 * @param known the newest rejection of the stretch that is loaded
 * @throws what the server refused
 */
export async function findOlderFailure(
  ask: Ask,
  feed: EventFeed,
  terms: readonly FilterTerm[],
  { before, since, known }: { before: Moment; since: Moment; known: TimelineItem | null },
): Promise<TimelineItem | null> {
  const matches = compileFilter(terms, Date.now());
  const failed = await olderFailed(ask, matches, before.seq, since.seq);
  const from = Math.max(failed?.received_at ?? 0, since.time);
  const refused = known ?? (await olderRefused(feed, terms, matches, before.time, from));
  if (failed === null || refused === null) return failed ?? refused;
  return timeOf(refused) >= failed.received_at ? refused : failed;
}

async function olderFailed(
  ask: Ask,
  matches: Predicate,
  before: bigint,
  since: bigint,
): Promise<AuditRow | null> {
  const where = { outcome: 'failed' as const };
  for (let next = before; ;) {
    const page = await ask(api.webhookAudit.older, { before: next, limit: PAGE, where });
    const failed = page.rows.find((row) => row.seq > since && matches(row));
    const last = page.rows.at(-1);
    if (failed !== undefined) return failed;
    if (page.done || last === undefined || last.seq <= since) return null;
    next = last.seq;
  }
}

/** Rejections are fetched in pages until one will do: the feed keeps them. */
async function olderRefused(
  { rejections, fetchOlderRejections }: EventFeed,
  terms: readonly FilterTerm[],
  matches: Predicate,
  before: number,
  since: number,
): Promise<Rejection | null> {
  const [any] = rejections.rows;
  if (any === undefined || !mayMatch(terms, any)) return null;
  for (;;) {
    const refused = rejections.rows.find((row) => row.last_at < before && matches(row));
    if (refused !== undefined) return refused.last_at > since ? refused : null;
    if (rejections.rows.at(-1)!.last_at <= since) return null;
    if (!(await fetchOlderRejections())) return null;
  }
}

/** All but words and times is the same of all rejections: what one fails by, each does. */
function mayMatch(terms: readonly FilterTerm[], any: Rejection): boolean {
  const varies = [null, 'after', 'before'];
  const same = terms.filter(({ field }) => !varies.includes(field));
  return compileFilter(same, Date.now())(any);
}
