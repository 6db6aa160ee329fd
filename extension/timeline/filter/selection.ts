import { originOf, type AuditId, type AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { BatchStart } from '../../panel/panel.tsx';
import { isImported } from '../../data/imported.ts';
import type { EventRows } from '../../data/feed/eventStates.ts';
import type { FilterField, FilterTerm } from './filter.ts';
import { compileFilter, type Predicate } from './match.ts';
import { parseTime } from './time.ts';
import { bestWhere } from './where.ts';

interface Lines {
  length: number;
  at: (index: number) => AuditRow | undefined;
}

/** A batch takes at most this many ids. */
export const IDS_AT_MOST = 1000;

/**
 * The selection of exactly the events that match a filter, to re-dispatch them. A filter that
 * consists of one indexed field and a time span goes to the server as such, so that it reaches rows
 * that are not loaded. Any other filter, or a narrowed list, selects the newest 1,000 listed
 * deliveries.
 *
 * @param lines the events that match the filter, newest first
 * @param rowsOf all known rows of an event, oldest first
 * @param now milliseconds since 1970
 * @param until all lines are earlier, milliseconds since 1970; null for the newest ones
 * @param isNarrowed something else than the filter hides events, such as Clear
 */
export function selectionOfFilter(
  terms: readonly FilterTerm[],
  lines: Lines,
  rowsOf: (row: AuditRow) => EventRows,
  now: number,
  until: number | null = null,
  isNarrowed = false,
): BatchStart {
  const span = isNarrowed ? null : asSpan(terms, now, until);
  return span ?? { ids: listedIds(lines, rowsOf, compileFilter(terms, now)) };
}

function asSpan(
  terms: readonly FilterTerm[],
  now: number,
  until: number | null,
): BatchStart | null {
  const times = terms.filter(({ field }) => field === 'after' || field === 'before');
  const others = terms.filter((term) => !times.includes(term));
  const where = others.length === 1 ? bestWhere(others) : null;
  if (where === null || terms.some(({ negated }) => negated)) return null;

  const timesOf = (field: FilterField) =>
    times.filter((term) => term.field === field).map(({ value }) => parseTime(value, now));
  const [after, before] = [timesOf('after'), timesOf('before')];
  if (until !== null) before.push(until);
  if ([...after, ...before].includes(null)) return null;
  const since = Math.max(0, ...after.filter((time) => time !== null));
  if (before.length === 0) return { where, since };
  // The filter excludes the moment itself, a batch includes it.
  return { where, since, until: Math.min(...before.filter((time) => time !== null)) - 1 };
}

/**
 * The delivery of each line. A re-dispatch is not sent again, so its event's own delivery replaces
 * it.
 */
function listedIds(
  lines: Lines,
  rowsOf: (row: AuditRow) => EventRows,
  matches: Predicate,
): AuditId[] {
  const ids = [];
  for (let index = 0; index < lines.length && ids.length < IDS_AT_MOST; index++) {
    const line = lines.at(index)!;
    const isDelivered = (row: AuditRow) => originOf(row) === 'webhook';
    const sent = isDelivered(line)
      ? line
      : rowsOf(line).findLast((row) => isDelivered(row) && matches(row));
    if (sent !== undefined && !isImported(sent._id)) ids.push(sent._id);
  }
  return ids;
}
