import type { AuditRow } from '../../convex/shared/auditRow.ts';

/** What the key `r` does in the timeline: re-dispatches the row as one click on its button does. */
export function useRedispatchKey(): (row: AuditRow) => void {
  return () => {};
}
