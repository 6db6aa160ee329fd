import { serverNow } from '../../data/connection/serverClock.ts';
import { api } from '../../../convex/_generated/api.js';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Rejection } from '../../../webhooks/shared/rejection.ts';
import type { EventStates } from '../../data/feed/eventStates.ts';
import type { useOperatorFetch } from '../../data/connection/operator.tsx';
import type { FilterTerm } from '../filter/filter.ts';
import { compileFilter } from '../filter/match.ts';
import { stateTest } from '../filter/states.ts';
import { earliestTime } from '../filter/time.ts';
import { isDelivery, standsBelow, timeOf, type TimelineItem } from '../../event/item.ts';
import type { Moment } from './matchingRows.ts';

const PAGE = 64;
/** The longest time between receiving and storing a delivery, in milliseconds. */
const MOST_LAG = 300_000;

type Ask = ReturnType<typeof useOperatorFetch>;

/** A part of the timeline, without its ends. */
export interface Stretch {
  /** The upper end; null for the newest event. */
  below: TimelineItem | null;
  /** The lower end; null for the oldest event. */
  above: TimelineItem | null;
  /** The moment up to which Clear hides rows. */
  cleared: Moment;
}

/**
 * The failed deliveries and rejections of a stretch that match a filter, newest first. They are
 * read from the server on demand, deliveries by the index of their outcome, so that nothing else in
 * the stretch is read.
 *
 * @param states of the loaded rows; the server is asked for the state of an event that has none of these
 * @param signal stops reading before the next page
 * @throws the server's refusal
 */
export async function* olderFailures(
  ask: Ask,
  states: EventStates,
  terms: readonly FilterTerm[],
  { below, above, cleared }: Stretch,
  signal: AbortSignal,
): AsyncGenerator<TimelineItem, void> {
  const now = serverNow();
  const matches = compileFilter(terms, now);
  const hasState = stateFilter(ask, states, terms);
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
    const isBelow = below === null || standsBelow(item, below);
    if (isBelow && matches(item) && (await hasState(item))) yield item;
    if (isRejection) rejected = await rejections.next();
    else failed = await deliveries.next();
  }
}

/** A test for deliveries by the `is:` terms of a filter. It asks the server once for each event. */
function stateFilter(ask: Ask, states: EventStates, terms: readonly FilterTerm[]) {
  const test = stateTest(terms);
  const answers = new Map<string, Promise<boolean>>();

  async function passes(row: AuditRow): Promise<boolean> {
    const loaded = states.stateOf(row);
    if (loaded !== null) return test!(loaded.kind);
    const { state } = await ask(api.webhookAudit.event, { id: row._id });
    return test!(state.state);
  }

  return (item: TimelineItem): Promise<boolean> | boolean => {
    if (test === null || !isDelivery(item)) return true;
    const event = `${item.source} ${item.event_id}`;
    const answer = answers.get(event) ?? passes(item);
    answers.set(event, answer);
    return answer;
  };
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

/** A `seq` greater than that of any delivery below the item. A `seq` is the time of storing. */
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

/**
 * False if no rejection can match: except for words, users and times, all rejections match the same
 * terms.
 */
function mayMatch(terms: readonly FilterTerm[], any: Rejection): boolean {
  const varies = [null, 'user', 'after', 'before'];
  const same = terms.filter(({ field }) => !varies.includes(field));
  return compileFilter(same, serverNow())(any);
}
