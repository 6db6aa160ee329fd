import type { BatchStart } from '../app/panel.tsx';
import { isImported } from '../data/imported.ts';
import type { FilterField, FilterTerm } from './filter.ts';
import { parseTime } from './filterTime.ts';
import { bestWhere } from './filterWhere.ts';
import { isDelivery, type TimelineItem } from './item.ts';

/** A batch takes at most this many ids. */
export const IDS_AT_MOST = 1000;

/**
 * What to re-dispatch for a filter: exactly what it lets through and nothing besides. A filter that
 * is one index and a time span goes to the server as such, so that it reaches rows that are not
 * loaded; any other stands for the deliveries that are listed, the newest 1,000.
 *
 * @param list the timeline that the filter makes, newest first
 * @param now milliseconds since 1970
 */
export function selectionOfFilter(
  terms: readonly FilterTerm[],
  list: { length: number; at(index: number): TimelineItem | undefined },
  now: number,
): BatchStart {
  return asSpan(terms, now) ?? { ids: listedIds(list) };
}

function asSpan(terms: readonly FilterTerm[], now: number): BatchStart | null {
  const times = terms.filter(({ field }) => field === 'after' || field === 'before');
  const others = terms.filter((term) => !times.includes(term));
  const where = others.length === 1 ? bestWhere(others) : null;
  if (where === null || terms.some(({ negated }) => negated)) return null;

  const timesOf = (field: FilterField) =>
    times.filter((term) => term.field === field).map(({ value }) => parseTime(value, now));
  const [after, before] = [timesOf('after'), timesOf('before')];
  if ([...after, ...before].includes(null)) return null;
  const since = Math.max(0, ...after.filter((time) => time !== null));
  if (before.length === 0) return { where, since };
  // The filter leaves out the moment itself, a batch takes it in.
  return { where, since, until: Math.min(...before.filter((time) => time !== null)) - 1 };
}

function listedIds(list: Parameters<typeof selectionOfFilter>[1]) {
  const ids = [];
  for (let index = 0; index < list.length && ids.length < IDS_AT_MOST; index++) {
    const item = list.at(index)!;
    if (isDelivery(item) && item.source === 'clerk' && !isImported(item._id)) ids.push(item._id);
  }
  return ids;
}
