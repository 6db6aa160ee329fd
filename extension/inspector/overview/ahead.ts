import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';

/** The delivery that makes another one stale. */
export interface Ahead {
  row: AuditRow;
  /** By how many milliseconds it is newer; null for a delete, which needs no time. */
  by: number | null;
}

/**
 * The delivery that is ahead of a stale one.
 *
 * @param earlier earlier deliveries of the same subject, newest first
 */
export function aheadOf(stale: AuditRow, earlier: readonly AuditRow[]): Ahead | null {
  const { ahead } = stale;
  const named = earlier.find(({ _id }) => _id === ahead?.id);
  if (ahead !== undefined && named !== undefined) return { row: named, by: ahead.by };
  // In an imported file, the row does not name the delivery that is ahead.
  const held = earlier.filter(({ outcome }) => outcome === 'applied' || outcome === 'unchanged');
  // A forced re-dispatch clears the delete before it.
  const last = held.find((row) => isDelete(row) || row.redispatch?.forced);
  if (last !== undefined && isDelete(last)) return { row: last, by: null };
  const [newest] = held.filter((row) => !isDelete(row)).toSorted((a, b) => newerBy(b, a));
  return newest === undefined ? null : { row: newest, by: Math.max(newerBy(newest, stale), 0) };
}

function isDelete({ event_type }: AuditRow): boolean {
  return event_type.endsWith('.deleted');
}

/** By how many milliseconds `a` is newer than `b`: by their data, then by their events. */
function newerBy(a: AuditRow, b: AuditRow): number {
  return dataTime(a) - dataTime(b) || a.occurred_at - b.occurred_at;
}

function dataTime({ updated_at, occurred_at }: AuditRow): number {
  return updated_at ?? occurred_at;
}
