import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Rejection } from '../../../webhooks/shared/rejection.ts';
import {
  isDelivery,
  outcomeOf,
  reasonWords,
  sourceOf,
  timeOf,
  type TimelineItem,
} from '../../event/item.ts';
import type { FilterField, FilterTerm } from './filter.ts';
import { parseTime } from './time.ts';

export type Predicate = (item: TimelineItem) => boolean;

/**
 * Returns a test for events that match the terms at the time `now` (milliseconds since 1970). Of
 * several terms with one field, one must match (`outcome:failed outcome:stale`). Different fields,
 * texts and times must all match; no negated term may match. An invalid time matches everything.
 */
export function compileFilter(terms: readonly FilterTerm[], now: number): Predicate {
  const excluded: Predicate[] = [];
  const required: Predicate[] = [];
  const anyOf = new Map<FilterField, Predicate[]>();
  for (const term of terms) {
    if (term.field === 'is' && !term.negated) required.push(isDelivery);
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
    // The state of an event can change: see `stateTest`.
    case 'is':
      return null;
    case 'user':
      return (item) => isUser(wanted, ...(isDelivery(item) ? userOf(item) : claimedUserOf(item)));
    case 'changed':
      return (item) => isDelivery(item) && changes(item, wanted);
    case 'table':
      return (item) =>
        isDelivery(item) && item.changes.some(({ table }) => table.toLowerCase() === wanted);
    case 'source':
      return (item) => (isDelivery(item) ? sourceOf(item) : 'clerk') === wanted;
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

function isUser(wanted: string, id: string | undefined, name: string | undefined): boolean {
  if (id?.toLowerCase() === wanted) return true;
  // First and last name in any order.
  return (
    name !== undefined && wanted.split(/\s+/).every((word) => name.toLowerCase().includes(word))
  );
}

function userOf({ clerk_user_id, user_label }: AuditRow) {
  return [clerk_user_id, user_label] as const;
}

function claimedUserOf({ claimed }: Rejection) {
  return [claimed?.user_id, claimed?.name] as const;
}

/** `email` of any table, or `users.email` of one. */
function changes({ changes }: AuditRow, wanted: string): boolean {
  return changes.some(({ table, fields }) =>
    fields.some((field) =>
      [field, `${table}.${field}`].some((name) => name.toLowerCase() === wanted),
    ),
  );
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
    item.error_line ?? '',
    ...item.changes.flatMap(({ table, fields }) => [table, ...fields]),
  ];
}

function rejectionTexts(item: Exclude<TimelineItem, { seq: bigint }>): string[] {
  const { type, user_id, name } = item.claimed ?? {};
  const claimed = [type, user_id, name].filter((text) => text !== undefined);
  return ['rejected', reasonWords[item.reason], item.sample.diagnosis, ...claimed];
}
