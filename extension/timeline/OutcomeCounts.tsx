import { useId } from 'react';
import { OutcomeChip, type TimelineOutcome } from '../app/OutcomeChip.tsx';
import { formatFilter, type FilterTerm } from './filter.ts';
import { stackedOutcomes } from './histogram.ts';
import { RefusedCount } from './RefusedCount.tsx';

/** How many events had each outcome; a click shows only those, another all again. */
export function OutcomeCounts({
  counts,
  of,
  terms,
  onChange,
}: {
  counts: Record<TimelineOutcome, number>;
  /** How many deliveries are counted, when older ones are not loaded. */
  of: number | null;
  terms: readonly FilterTerm[];
  onChange: (filter: string) => void;
}) {
  const isTerm = (term: FilterTerm, outcome: TimelineOutcome) =>
    term.field === 'outcome' && !term.negated && term.value.toLowerCase() === outcome;

  const noteId = useId();
  const outcomes = stackedOutcomes.filter(
    (outcome) => counts[outcome] > 0 || terms.some((term) => isTerm(term, outcome)),
  );
  return (
    <>
      {outcomes.map((outcome) => {
        const pressed = terms.some((term) => isTerm(term, outcome));
        const next = pressed
          ? terms.filter((term) => !isTerm(term, outcome))
          : [...terms, { field: 'outcome' as const, value: outcome, negated: false }];
        return (
          <button
            key={outcome}
            type="button"
            aria-pressed={pressed}
            aria-describedby={of === null ? undefined : noteId}
            onClick={() => onChange(formatFilter(next))}
            className="flex h-5 items-center gap-1 rounded-sm border border-transparent px-1 hover:bg-hover aria-pressed:border-accent aria-pressed:bg-selected"
          >
            <OutcomeChip outcome={outcome} />
            <span className="tabular-nums">
              {outcome === 'rejected' ? (
                <RefusedCount count={counts.rejected} />
              ) : (
                counts[outcome].toLocaleString('en')
              )}
            </span>
          </button>
        );
      })}
      {of !== null && outcomes.length > 0 && (
        <span
          id={noteId}
          className="px-1 text-muted"
          title="Older deliveries are loaded, and counted, as you scroll down to them"
        >
          of the {of.toLocaleString('en')} loaded
        </span>
      )}
    </>
  );
}
