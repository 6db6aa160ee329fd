import { isDelivery, outcomeOf, reasonWords, timeOf, type TimelineItem } from './item.ts';
import type { FilterField, FilterTerm } from './filter.ts';
import { parseTime } from './filterTime.ts';

export type Predicate = (item: TimelineItem) => boolean;

/**
 * What the terms let through at the time `now` (milliseconds since 1970). Of one field any value
 * suffices (`outcome:failed outcome:stale`); different fields, texts and times must all hold, and
 * every negated term must not. A time that cannot be read lets everything through.
 */
export function compileFilter(terms: readonly FilterTerm[], now: number): Predicate {
  const excluded: Predicate[] = [];
  const required: Predicate[] = [];
  const anyOf = new Map<FilterField, Predicate[]>();
  for (const term of terms) {
    const matches = compileTerm(term, now);
    if (matches === null) continue;
    if (term.negated) excluded.push(matches);
    else if (term.field === null || term.field === 'after' || term.field === 'before') {
      required.push(matches);
    } else anyOf.set(term.field, [...(anyOf.get(term.field) ?? []), matches]);
  }
  for (const choices of anyOf.values()) {
    required.push((item) => choices.some((matches) => matches(item)));
  }
  return (item) =>
    required.every((matches) => matches(item)) && !excluded.some((matches) => matches(item));
}

function compileTerm({ field, value }: FilterTerm, now: number): Predicate | null {
  const wanted = value.toLowerCase();
  switch (field) {
    case null:
      return (item) => searchText(item).includes(wanted);
    case 'type':
      return value.endsWith('*')
        ? (item) => typeOf(item).startsWith(value.slice(0, -1))
        : (item) => typeOf(item) === value;
    case 'outcome':
      return (item) => outcomeOf(item) === wanted;
    case 'user':
      return (item) =>
        isDelivery(item) &&
        (item.clerk_user_id?.toLowerCase() === wanted ||
          (item.user_label?.toLowerCase().includes(wanted) ?? false));
    case 'changed':
      return (item) => isDelivery(item) && item.changed.includes(wanted);
    case 'source':
      return (item) => (isDelivery(item) ? item.source : 'clerk') === wanted;
    case 'batch':
      return (item) => isDelivery(item) && item.redispatch?.batch === value;
    case 'id':
      return (item) => isDelivery(item) && (item.svix_id === value || item._id === value);
    case 'after':
    case 'before': {
      const time = parseTime(value, now);
      if (time === null) return null;
      return field === 'after' ? (item) => timeOf(item) >= time : (item) => timeOf(item) < time;
    }
    default:
      return field satisfies never;
  }
}

function typeOf(item: TimelineItem): string {
  return isDelivery(item) ? item.event_type : '';
}

const searchTexts = new WeakMap<TimelineItem, string>();

function searchText(item: TimelineItem): string {
  let text = searchTexts.get(item);
  if (text === undefined) {
    text = (isDelivery(item) ? deliveryTexts(item) : rejectionTexts(item)).join('\n').toLowerCase();
    searchTexts.set(item, text);
  }
  return text;
}

function deliveryTexts(item: Extract<TimelineItem, { seq: bigint }>): string[] {
  return [
    item.event_type,
    item.outcome,
    item.svix_id,
    item.clerk_user_id ?? '',
    item.user_label ?? '',
    item.reason ?? '',
    item.redispatch?.by ?? '',
    item.redispatch?.note ?? '',
    ...item.changed,
  ];
}

function rejectionTexts(item: Exclude<TimelineItem, { seq: bigint }>): string[] {
  return ['rejected', reasonWords[item.reason], item.sample.diagnosis];
}
