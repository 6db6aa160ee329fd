/** Why it is done, kept in the audit row beside the operator's name. */
export function NoteField({ note, onChange }: { note: string; onChange: (note: string) => void }) {
  return (
    <label className="flex items-center gap-2">
      <span className="shrink-0 text-muted">Note</span>
      <input
        value={note}
        maxLength={500}
        placeholder="Why, for the audit log (optional)"
        onChange={(event) => onChange(event.target.value)}
        className="h-6 min-w-0 flex-1 rounded-sm border border-hairline bg-bg px-2"
      />
    </label>
  );
}
