import type { Outcome } from '../../convex/shared/outcome.ts';

/** An audit row's outcome, or what the signature check refused before it could become one. */
export type TimelineOutcome = Outcome | 'rejected';

/** Told by glyph and word as well as by colour; the same in chip, row, histogram and diff. */
const outcomeMarks: Record<TimelineOutcome, { glyph: string; color: string }> = {
  applied: { glyph: '✓', color: 'text-applied' },
  unchanged: { glyph: '=', color: 'text-unchanged' },
  duplicate: { glyph: '⇉', color: 'text-duplicate' },
  stale: { glyph: '◷', color: 'text-stale' },
  ignored: { glyph: '–', color: 'text-ignored' },
  failed: { glyph: '✕', color: 'text-failed' },
  rejected: { glyph: '⊘', color: 'text-rejected' },
};

export function OutcomeChip({
  outcome,
  glyphOnly = false,
}: {
  outcome: TimelineOutcome;
  glyphOnly?: boolean;
}) {
  const { glyph, color } = outcomeMarks[outcome];
  return (
    <span className={`whitespace-nowrap ${color}`} title={glyphOnly ? outcome : undefined}>
      <span aria-hidden className="inline-block w-4 text-center">
        {glyph}
      </span>
      <span className={glyphOnly ? 'sr-only' : undefined}>{outcome}</span>
    </span>
  );
}
