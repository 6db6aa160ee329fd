import type { Outcome } from '../../webhooks/shared/outcome.ts';

/** The outcome of a delivery, or `rejected` for a request that did not become one. */
export type TimelineOutcome = Outcome | 'rejected';

/**
 * Glyph and word show the outcome, not only the colour. Chip, row, histogram and diff use the same.
 */
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
  /** Screen readers still read the word, and it is shown on hover. */
  glyphOnly?: boolean | 'in a narrow container';
}) {
  const { glyph, color } = outcomeMarks[outcome];
  return (
    <span className={`whitespace-nowrap ${color}`} title={glyphOnly ? outcome : undefined}>
      <span aria-hidden className="inline-block w-4 text-center">
        {glyph}
      </span>
      <span className={glyphOnly === true ? 'sr-only' : glyphOnly ? '@max-[60rem]:sr-only' : ''}>
        {outcome}
      </span>
    </span>
  );
}
