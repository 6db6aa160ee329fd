/** Which later rows of a subject supersede a failed event. */
import type { AuditRow } from './auditRow.ts';

type Row = Omit<AuditRow, '_id' | 'seq'>;

/** True if a later row leaves nothing to do for a failed one. */
export function supersedes(later: Row, failed: Row): boolean {
  return isOfSubject(later, failed) && setsItsSubject(later) && isAhead(later, failed);
}

export function isOfSubject(one: Row, other: Row): boolean {
  return one.subject !== undefined && one.subject === other.subject && one.source === other.source;
}

/** Only what the app took in supersedes other rows. */
export function setsItsSubject({ outcome }: Pick<Row, 'outcome'>): boolean {
  return outcome === 'applied' || outcome === 'unchanged';
}

/** True if a row, coming after another of its subject, supersedes it: it is newer, or a delete. */
export function isAhead(row: Row, other: Row): boolean {
  return isDelete(row) || hasNewerTimes(row, other);
}

/** True if a row brought newer data than another. Nothing is newer than a delete. */
export function outranks(row: Row, other: Row): boolean {
  return !isDelete(other) && isAhead(row, other);
}

function hasNewerTimes(row: Row, other: Row): boolean {
  const [a, b] = [row.updated_at ?? row.occurred_at, other.updated_at ?? other.occurred_at];
  return a > b || (a === b && row.occurred_at > other.occurred_at);
}

function isDelete({ event_type }: Row): boolean {
  return event_type.endsWith('.deleted');
}
