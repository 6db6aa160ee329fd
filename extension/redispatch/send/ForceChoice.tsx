/** A checkbox to force a re-dispatch. Its sentence says what force overrides. */
export function ForceChoice({
  sentence,
  agreed,
  onChange,
}: {
  sentence: string;
  agreed: boolean;
  onChange: (agreed: boolean) => void;
}) {
  return (
    <label className="flex items-start gap-2 rounded-sm border border-hairline bg-warning-bg p-2 text-warning">
      <input
        type="checkbox"
        className="mt-0.5 accent-accent"
        checked={agreed}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{sentence}</span>
    </label>
  );
}
