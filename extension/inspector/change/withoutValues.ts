import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { listFields } from '../fieldNames.ts';

/** What can be said of a change when neither the row before it nor the row after it is there. */
export function withoutValues({ changed }: AuditRow): string {
  if (changed.length === 0) return 'No field of the users row differs.';
  return `It changed ${listFields(changed)}. The values are no longer kept.`;
}
