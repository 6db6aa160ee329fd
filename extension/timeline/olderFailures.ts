import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Rejection } from '../../convex/shared/rejection.ts';
import type { useOperatorFetch } from '../data/operator.tsx';
import type { FilterTerm } from './filter.ts';
import { compileFilter } from './filterMatch.ts';
import { earliestTime } from './filterTime.ts';
import { isDelivery, standsBelow, timeOf, type TimelineItem } from './item.ts';
import type { Moment } from './matchingRows.ts';

const PAGE = 64;
/** Deliveries are stored no later after they came, in milliseconds. */
const MOST_LAG = 300_000;

type Ask = ReturnType<typeof useOperatorFetch>;

/** A part of the timeline, its ends left out. */
export interface Stretch {
  /** Its upper end: the newest of all when null. */
  below: TimelineItem | null;
  /** Its lower end: the oldest of all when null. */
  above: TimelineItem | null;
  /** Up to where Clear hides rows. */
  cleared: Moment;
}

/**
 * The failed deliveries and rejections of a stretch that a filter lets through, newest first. They
 * are read from the server as far as they are asked for, deliveries by its index: nothing else that
 * lies between is read.
 *
 * @param signal ends the reading before the next page
 * @throws what the server refused
 */
export async function* olderFailures(
  ask: Ask,
  terms: readonly FilterTerm[],
  { below, above, cleared }: Stretch,
  signal: AbortSignal,
): AsyncGenerator<TimelineItem, void> {
  const now = Date.now();
  const matches = compileFilter(terms, now);
  const earliest = earliestTime(terms, now);
  const isPast = (item: TimelineItem) =>
    (isDelivery(item) ? item.seq <= cleared.seq : item.last_at <= cleared.time) ||
    timeOf(item) < earliest ||
    (above !== null && !standsBelow(above, item));

  const deliveries = failedDeliveries(ask, below);
  const rejections = rejectionsBelow(ask, terms, below);
  let failed = await deliveries.next();
  let rejected = await rejections.next();
  while (!signal.aborted && !(failed.done && rejected.done)) {
    const isRejection =
      failed.done || (!rejected.done && standsBelow(failed.value, rejected.value));
    const item = isRejection ? rejected.value! : failed.value!;
    if (isPast(item)) return;
    if ((below === null || standsBelow(item, below)) && matches(item)) yield item;
    if (isRejection) rejected = await rejections.next();
    else failed = await deliveries.next();
  }
}

async function* failedDeliveries(
  ask: Ask,
  below: TimelineItem | null,
): AsyncGenerator<AuditRow, void> {
  const where = { outcome: 'failed' as const };
  let before = below === null ? null : firstSeqBelow(below);
  for (;;) {
    const page = await ask(api.webhookAudit.older, { before, limit: PAGE, where });
    yield* page.rows;
    const last = page.rows.at(-1);
    if (page.done || last === undefined) return;
    before = last.seq;
  }
}

/** A `seq` that all deliveries below have not reached: it tells when they were stored. */
function firstSeqBelow(item: TimelineItem): bigint {
  return isDelivery(item) ? item.seq : BigInt(item.last_at + MOST_LAG) * 1_000_000n;
}

async function* rejectionsBelow(
  ask: Ask,
  terms: readonly FilterTerm[],
  below: TimelineItem | null,
): AsyncGenerator<Rejection, void> {
  let before = below === null ? {} : { before: timeOf(below) + 1 };
  for (;;) {
    const page = await ask(api.webhookAudit.rejections, { ...before, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined || !mayMatch(terms, last)) return;
    yield* page;
    before = { before: last.minute };
  }
}

/** All but words and times is the same of all rejections: what one fails by, each does. */
function mayMatch(terms: readonly FilterTerm[], any: Rejection): boolean {
  const varies = [null, 'after', 'before'];
  const same = terms.filter(({ field }) => !varies.includes(field));
  return compileFilter(same, Date.now())(any);
}
