import { OutcomeChip, type TimelineOutcome } from '../app/OutcomeChip.tsx';
import { formatFilter, type FilterTerm } from './filter.ts';
import { stackedOutcomes } from './histogram.ts';

/** How many events had each outcome; a click shows only those, another all again. */
export function OutcomeCounts({
  counts,
  terms,
  onChange,
}: {
  counts: Record<TimelineOutcome, number>;
  terms: readonly FilterTerm[];
  onChange: (filter: string) => void;
}) {
  const isTerm = (term: FilterTerm, outcome: TimelineOutcome) =>
    term.field === 'outcome' && !term.negated && term.value.toLowerCase() === outcome;

  return stackedOutcomes
    .filter((outcome) => counts[outcome] > 0 || terms.some((term) => isTerm(term, outcome)))
    .map((outcome) => {
      const pressed = terms.some((term) => isTerm(term, outcome));
      const next = pressed
        ? terms.filter((term) => !isTerm(term, outcome))
        : [...terms, { field: 'outcome' as const, value: outcome, negated: false }];
      return (
        <button
          key={outcome}
          type="button"
          aria-pressed={pressed}
          onClick={() => onChange(formatFilter(next))}
          className="flex h-5 items-center gap-1 rounded-sm border border-transparent px-1 hover:bg-hover aria-pressed:border-accent aria-pressed:bg-selected"
        >
          <OutcomeChip outcome={outcome} />
          <span className="tabular-nums">{counts[outcome].toLocaleString()}</span>
        </button>
      );
    });
}
