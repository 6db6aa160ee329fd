import { Fragment, useId } from 'react';
import { OutcomeChip, type TimelineOutcome } from '../event/OutcomeChip.tsx';
import { formatFilter, type FilterField, type FilterTerm } from './filter/filter.ts';
import { stackedOutcomes } from './histogram/histogram.ts';
import { RejectionCount } from '../event/RejectionCount.tsx';

/**
 * The number of deliveries by outcome, or of events where the filter is about their state, and of
 * open events. A click filters by one.
 */
export function OutcomeCounts({
  counts,
  open,
  of,
  live,
  terms,
  onChange,
}: {
  counts: Record<TimelineOutcome, number>;
  /** How many events are open, as far as these deliveries show; null if that is not known. */
  open: number | null;
  /** How many deliveries are counted, if others are not loaded; otherwise null. */
  of: number | null;
  /** False for a file, which may lack the delivery that mended a failure. */
  live: boolean;
  terms: readonly FilterTerm[];
  onChange: (filter: string) => void;
}) {
  const noteId = useId();
  const isPressed = (field: FilterField, value: string) => terms.some(isTerm(field, value));
  const outcomes = stackedOutcomes.filter(
    (outcome) =>
      counts[outcome] > 0 ||
      isPressed('outcome', outcome) ||
      // The toggle of open events is beside the failures.
      (outcome === 'failed' && isPressed('is', 'open')),
  );
  const counted = terms.some(({ field }) => field === 'is')
    ? 'Events by the outcome of their newest delivery'
    : 'Deliveries by outcome: each attempt and re-dispatch of an event counts';
  const toggle = (field: FilterField, value: string) => ({
    type: 'button' as const,
    'aria-pressed': isPressed(field, value),
    'aria-describedby': of === null ? undefined : noteId,
    onClick: () => onChange(formatFilter(withToggled(terms, field, value))),
    className:
      'flex h-5 items-center gap-1 rounded-sm border border-transparent px-1 hover:bg-hover aria-pressed:border-accent aria-pressed:bg-selected',
  });
  return (
    <>
      {outcomes.map((outcome) => (
        <Fragment key={outcome}>
          <button {...toggle('outcome', outcome)} title={counted}>
            <OutcomeChip
              outcome={outcome}
              glyphOnly={isBad(outcome) ? false : 'in a narrow container'}
            />
            <span className="tabular-nums">
              {outcome === 'rejected' ? (
                <RejectionCount count={counts.rejected} />
              ) : (
                counts[outcome].toLocaleString('en')
              )}
            </span>
          </button>
          {outcome === 'failed' && open !== null && (
            <button
              {...toggle('is', 'open')}
              title={
                live
                  ? 'Events that failed and did not succeed since'
                  : 'Events that failed and did not succeed in this file. Later deliveries may be missing from it.'
              }
            >
              <span className={`tabular-nums ${open === 0 ? 'text-muted' : 'text-failed'}`}>
                {open.toLocaleString('en')} open{!live && ' in this file'}
              </span>
            </button>
          )}
        </Fragment>
      ))}
      {of !== null && outcomes.length > 0 && (
        <span
          id={noteId}
          className="px-1 text-muted"
          title="Scroll down to load, and count, older deliveries"
        >
          of the {of.toLocaleString('en')} loaded
        </span>
      )}
    </>
  );
}

function isBad(outcome: TimelineOutcome): boolean {
  return outcome === 'failed' || outcome === 'rejected';
}

function isTerm(field: FilterField, value: string) {
  return (term: FilterTerm) =>
    term.field === field && !term.negated && term.value.toLowerCase() === value;
}

function withToggled(terms: readonly FilterTerm[], field: FilterField, value: string) {
  const others = terms.filter((term) => !isTerm(field, value)(term));
  return others.length < terms.length ? others : [...terms, { field, value, negated: false }];
}
