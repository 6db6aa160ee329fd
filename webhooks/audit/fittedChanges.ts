import type { AuditFields } from '../shared/auditRow.ts';
import type { DocumentChange } from '../shared/documentChange.ts';

const MAX_CHANGES = 20;
/** UTF-8 bytes as JSON. Rows are read and sent by the hundred. */
export const MAX_CHANGES_BYTES = 1000;

/**
 * As many changes, each with as many fields, as a light row has room for. The last entry counts the
 * fields that do not fit: `…3 more`.
 */
export function fittedChanges(
  changes: Pick<DocumentChange, 'table' | 'kind' | 'fields'>[],
  bytes = MAX_CHANGES_BYTES,
): AuditFields['changes'] {
  const fitted: AuditFields['changes'] = [];
  let room = bytes;
  for (const { table, kind, fields } of changes.slice(0, MAX_CHANGES)) {
    room -= bytesOf({ table, kind, fields: [] });
    if (room < 0) break;
    const shown = fields.filter((field) => (room -= bytesOf(field)) >= 0);
    const more = fields.length - shown.length;
    fitted.push({ table, kind, fields: more === 0 ? shown : [...shown, `…${more} more`] });
    room = Math.max(room, 0);
  }
  return fitted;
}

function bytesOf(value: unknown): number {
  // One for the comma.
  return new TextEncoder().encode(JSON.stringify(value)).length + 1;
}
