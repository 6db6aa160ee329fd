import { visibleString } from '../../ui/text/invisibleCharacters.ts';
import { Tooltip } from '../../ui/control/Tooltip.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { formatFilter, formatTerm, type FilterTerm } from './filter.ts';
import { problemOf } from './problem.ts';

/**
 * Every active condition of the filter, with a button to remove it, so that no filter stays unseen.
 */
export function FilterChips({
  terms,
  meant,
  onChange,
}: {
  terms: readonly FilterTerm[];
  /** The same terms, with a time instead of `deploy`. */
  meant: readonly FilterTerm[];
  onChange: (filter: string) => void;
}) {
  return (
    <>
      {terms.map((term, index) => {
        const text = formatTerm(term);
        const problem = problemOf(meant[index] ?? term);
        const key = `${index} ${text}`;
        const chip = (
          <button
            key={key}
            type="button"
            aria-label={`Remove filter ${visibleString(text)}`}
            onClick={() => onChange(formatFilter(terms.filter((other) => other !== term)))}
            className={`flex h-5 items-center gap-1 rounded-sm border px-1 hover:bg-hover ${problem ? 'max-w-100 border-failed text-failed' : 'max-w-60 border-hairline'}`}
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
