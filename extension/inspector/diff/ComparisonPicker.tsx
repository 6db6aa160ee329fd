import type { AuditId } from '../../../webhooks/shared/auditRow.ts';
import { visibleString } from '../../ui/text/invisibleCharacters.ts';
import { momentText } from '../../ui/time/When.tsx';
import type { ComparisonGroup } from './comparisons.ts';

/** Selects the event to compare with. */
export function ComparisonPicker({
  groups,
  previous,
  value,
  onChange,
}: {
  groups: ComparisonGroup[];
  /** The event with this user's previous payload, which gets the label "Previous". */
  previous: AuditId | null;
  value: AuditId | null;
  onChange: (id: AuditId) => void;
}) {
  const listed = groups.some(({ rows }) => rows.some(({ _id }) => _id === value));
  return (
    <select
      aria-label="Compare with"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value as AuditId)}
      className="h-6 min-w-0 flex-1 rounded-sm border border-hairline bg-bg px-1"
    >
      {value === null && <option value="">Select an event to compare with</option>}
      {value !== null && !listed && (
        <option value={value}>{value === previous ? 'Previous payload' : 'Original event'}</option>
      )}
      {groups.map(({ label, rows }) => (
        <optgroup key={label} label={label}>
          {rows.map((row) => (
            <option key={row._id} value={row._id}>
              {row._id === previous ? 'Previous: ' : ''}
              {momentText(row.received_at)} {visibleString(row.event_type)} {row.outcome}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
