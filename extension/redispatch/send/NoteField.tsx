import { TextField } from '../../ui/control/TextField.tsx';

/** The operator's reason, kept in the audit row. */
export function NoteField({
  note,
  onChange,
  autoFocus = false,
}: {
  note: string;
  onChange: (note: string) => void;
  autoFocus?: boolean;
}) {
  return (
    <label className="flex items-center gap-2">
      <span className="shrink-0 text-muted">Note</span>
      <TextField
        value={note}
        autoFocus={autoFocus}
        maxLength={500}
        placeholder="Why, for the audit log (optional)"
        onChange={(event) => onChange(event.target.value)}
        className="min-w-0 flex-1"
      />
    </label>
  );
}
