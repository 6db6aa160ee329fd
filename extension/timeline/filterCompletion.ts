import { OUTCOMES } from '../../convex/shared/outcome.ts';
import type { EventLog } from '../data/events.ts';
import { filterFields, formatTerm, type FilterField } from './filter.ts';

export interface Completion {
  /** What to put in the filter in place of `from`…`to`. */
  text: string;
  /** What it means. */
  hint: string;
}

export interface Completions {
  from: number;
  to: number;
  options: Completion[];
}

/** Values that a field had in the events that are loaded, with a hint for each. */
export type SeenValues = Partial<Record<FilterField, ReadonlyMap<string, string>>>;

const MOST = 10;

/** What may stand at the caret: field names, then values of the field. */
export function completionsAt(text: string, caret: number, seen: SeenValues): Completions {
  const from = caret - /\S*$/.exec(text.slice(0, caret))![0].length;
  const to = caret + /^\S*/.exec(text.slice(caret))![0].length;
  const typed = text.slice(from, caret);
  const negated = typed.startsWith('-');
  const word = (negated ? typed.slice(1) : typed).toLowerCase();
  const dash = negated ? '-' : '';

  const colon = word.indexOf(':');
  if (colon < 0) {
    const names = Object.entries(filterFields).filter(([name]) => name.startsWith(word));
    const options = names.map(([name, hint]) => ({ text: `${dash}${name}:`, hint }));
    return { from, to, options: word === '' && !negated && from > 0 ? [] : options };
  }

  const field = word.slice(0, colon) as FilterField;
  const part = word.slice(colon + 1).replaceAll('"', '');
  const options = [...(seen[field] ?? [])]
    .filter(([value, hint]) => `${value}\n${hint}`.toLowerCase().includes(part))
    .slice(0, MOST)
    .map(([value, hint]) => ({ text: `${formatTerm({ field, value, negated })} `, hint }));
  const onlyWhatIsTyped = options.length === 1 && options[0]!.text.trim() === text.slice(from, to);
  return { from, to, options: onlyWhatIsTyped ? [] : options };
}

const LOOK_AT = 5_000;

/** Gathers values from the newest events, most frequent first. */
export function seenValues(log: EventLog): SeenValues {
  const types = new Tally();
  const users = new Tally();
  const changed = new Tally();
  const batches = new Tally();
  const ids = new Tally();
  const newest = log.newer.slice(-LOOK_AT).reverse();
  for (const row of [...newest, ...log.older.slice(0, LOOK_AT - newest.length)]) {
    types.add(row.event_type);
    if (row.clerk_user_id) users.add(row.clerk_user_id, row.user_label);
    for (const field of row.changed) changed.add(field);
    if (row.redispatch?.batch) batches.add(row.redispatch.batch, `by ${row.redispatch.by}`);
    ids.add(row.svix_id, row.event_type);
  }
  return {
    type: types.byFrequency(),
    user: users.byFrequency(),
    changed: changed.byFrequency(),
    batch: batches.byFrequency(),
    id: ids.byFrequency(),
    outcome: new Map([...OUTCOMES, 'rejected'].map((outcome) => [outcome, ''])),
    source: new Map([
      ['clerk', 'delivered by Clerk'],
      ['redispatch', 'sent again by an operator'],
      ['reconcile', 'found by reconciliation'],
    ]),
    after: new Map([
      ['5m', 'the last 5 minutes'],
      ['1h', 'the last hour'],
      ['1d', 'the last day'],
    ]),
    before: new Map([
      ['5m', 'more than 5 minutes ago'],
      ['1h', 'more than an hour ago'],
      ['1d', 'more than a day ago'],
    ]),
  };
}

class Tally {
  readonly #counts = new Map<string, { count: number; hint: string }>();

  add(value: string, hint = ''): void {
    const entry = this.#counts.get(value);
    if (entry) entry.count += 1;
    else this.#counts.set(value, { count: 1, hint });
  }

  byFrequency(): Map<string, string> {
    const entries = [...this.#counts].sort(([, a], [, b]) => b.count - a.count);
    return new Map(entries.map(([value, { hint }]) => [value, hint]));
  }
}
