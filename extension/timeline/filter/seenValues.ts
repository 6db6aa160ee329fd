import { OUTCOMES } from '../../../webhooks/shared/outcome.ts';
import type { Rejection } from '../../../webhooks/shared/rejection.ts';
import type { EventLog } from '../../data/feed/events.ts';
import type { EventRows } from '../../data/feed/eventStates.ts';
import type { TimelineOutcome } from '../../event/OutcomeChip.tsx';
import { sourceOf } from '../../event/item.ts';
import type { FilterField } from './filter.ts';
import { stateHints } from './states.ts';
import { timeHints } from './time.ts';

interface SeenValue {
  hint: string;
  /** How many of the newest events have the value; null if not counted. */
  count: number | null;
}

/**
 * The values of a field in the newest rows, the most frequent first. For `is:`, events are counted
 * instead of rows.
 */
export type SeenValues = Partial<Record<FilterField, ReadonlyMap<string, SeenValue>>>;

const LOOK_AT = 5_000;

const outcomeHints: Record<TimelineOutcome, string> = {
  applied: 'changed something',
  unchanged: 'the rows had these values already',
  duplicate: 'had been handled before',
  stale: 'the row already has newer data',
  ignored: 'not for this app',
  failed: 'the handler threw an error',
  rejected: 'not signed correctly, or not an event',
};
const sourceHints: Record<string, string> = {
  clerk: 'delivered by Clerk',
  redispatch: 'sent again by an operator',
  reconcile: 'found by reconciliation',
};

export function seenValues(log: EventLog, rejections: readonly Rejection[]): SeenValues {
  const [types, users, changed, tables] = [new Tally(), new Tally(), new Tally(), new Tally()];
  const [batches, ids, outcomes, sources] = [new Tally(), new Tally(), new Tally(), new Tally()];
  const states = new Tally();
  const failures = new Set<EventRows>();
  const newest = log.newer.slice(-LOOK_AT).reverse();
  for (const row of [...newest, ...log.older.slice(0, LOOK_AT - newest.length)]) {
    types.add(row.event_type);
    outcomes.add(row.outcome);
    sources.add(sourceOf(row));
    if (row.outcome === 'failed') {
      const event = log.states.rowsOf(row);
      if (!failures.has(event)) states.add(log.states.stateOf(row)?.kind ?? '');
      failures.add(event);
    }
    if (row.clerk_user_id) users.add(row.clerk_user_id, row.user_label);
    for (const { table, fields } of row.changes) {
      tables.add(table);
      // The last entry may say how many fields had no room, as `…3 more`.
      for (const field of fields) if (!field.startsWith('…')) changed.add(`${table}.${field}`);
    }
    if (row.redispatch?.batch) batches.add(row.redispatch.batch, `by ${row.redispatch.by}`);
    ids.add(row.svix_id, row.event_type);
  }
  let rejected = 0;
  for (const { claimed, count } of rejections) {
    rejected += count;
    if (claimed?.user_id) users.add(claimed.user_id, `${claimed.name ?? ''} (claimed)`.trim());
  }
  return {
    type: types.byFrequency(),
    user: users.byFrequency(),
    changed: changed.byFrequency(),
    table: tables.byFrequency(),
    batch: batches.byFrequency(),
    id: ids.byFrequency(),
    outcome: outcomes
      .of(OUTCOMES, outcomeHints)
      .set('rejected', { hint: outcomeHints.rejected, count: rejected }),
    is: states.of(Object.keys(stateHints), stateHints),
    source: sources.of(Object.keys(sourceHints), sourceHints),
    after: times((hint) => `since ${hint}`),
    before: times((hint) => `until ${hint}`),
  };
}

function times(say: (hint: string) => string): Map<string, SeenValue> {
  return new Map(
    Object.entries(timeHints).map(([value, hint]) => [value, { hint: say(hint), count: null }]),
  );
}

class Tally {
  readonly #counts = new Map<string, { count: number; hint: string }>();

  add(value: string, hint = ''): void {
    const entry = this.#counts.get(value);
    if (entry) entry.count += 1;
    else this.#counts.set(value, { count: 1, hint });
  }

  byFrequency(): Map<string, SeenValue> {
    return new Map([...this.#counts].sort(([, a], [, b]) => b.count - a.count));
  }

  /** The given values, even those that no event has. */
  of(values: readonly string[], hints: Record<string, string>): Map<string, SeenValue> {
    const entries = values.map((value): [string, SeenValue] => [
      value,
      { hint: hints[value] ?? '', count: this.#counts.get(value)?.count ?? 0 },
    ]);
    return new Map(entries);
  }
}
