import { visibleString } from '../app/invisibleCharacters.ts';
import { Tooltip } from '../app/Tooltip.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import { formatFilter, formatTerm, type FilterTerm } from './filter.ts';
import { parseTime } from './filterTime.ts';

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
        const unreadable =
          (term.field === 'after' || term.field === 'before') &&
          parseTime(term.value, Date.now()) === null;
        const key = `${index} ${text}`;
        const chip = (
          <button
            key={key}
            type="button"
            aria-label={`Remove filter ${visibleString(text)}`}
            onClick={() => onChange(formatFilter(terms.filter((other) => other !== term)))}
            className={`flex h-5 max-w-60 items-center gap-1 rounded-sm border px-1 hover:bg-hover ${unreadable ? 'border-failed text-failed' : 'border-hairline'}`}
          >
            <span className={`truncate ${term.negated ? 'line-through decoration-muted' : ''}`}>
              <VisibleText text={unreadable ? `${text} is not a time` : text} />
            </span>
            <span aria-hidden className="text-muted">
              ✕
            </span>
          </button>
        );
        if (!unreadable) return chip;
        return (
          <Tooltip key={key} hint="Not a time: write 10m, 14:05 or 2026-11-22T14:05">
            {chip}
          </Tooltip>
        );
      })}
    </>
  );
}
