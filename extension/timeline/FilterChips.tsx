import { visibleString } from '../app/invisibleCharacters.ts';
import { Tooltip } from '../app/Tooltip.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import { formatFilter, formatTerm, type FilterTerm } from './filter.ts';
import { problemOf } from './filterProblem.ts';

/** Every condition in force, each to be taken away by itself: no filter stays unseen. */
export function FilterChips({
  terms,
  onChange,
}: {
  terms: readonly FilterTerm[];
  onChange: (filter: string) => void;
}) {
  return (
    <>
      {terms.map((term, index) => {
        const text = formatTerm(term);
        const problem = problemOf(term);
        const key = `${index} ${text}`;
        const chip = (
          <button
            key={key}
            type="button"
            aria-label={`Remove filter ${visibleString(text)}`}
            onClick={() => onChange(formatFilter(terms.filter((other) => other !== term)))}
            className={`flex h-5 max-w-60 items-center gap-1 rounded-sm border px-1 hover:bg-hover ${problem ? 'border-failed text-failed' : 'border-hairline'}`}
          >
            <span className={`truncate ${term.negated ? 'line-through decoration-muted' : ''}`}>
              <VisibleText text={problem ? `${text} ${problem.says}` : text} />
            </span>
            <span aria-hidden className="text-muted">
              ✕
            </span>
          </button>
        );
        if (problem === null) return chip;
        return (
          <Tooltip key={key} hint={problem.hint}>
            {chip}
          </Tooltip>
        );
      })}
    </>
  );
}
