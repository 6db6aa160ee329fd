import type { AuditRow } from '../../convex/shared/auditRow.ts';

/** Everything known of one delivery. */
export function Inspector({ id }: { id: AuditRow['_id'] }) {
  return <p>{id}</p>;
}
