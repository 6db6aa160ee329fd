import { VisibleText } from '../../ui/text/VisibleText.tsx';
import type { Completion } from './completion.ts';

/** Completions of the word at the caret, each with its meaning and how many events have it. */
export function CompletionList({
  id,
  options,
  chosen,
  onAccept,
}: {
  /** An option's id consists of the list's id and the option's index. */
  id: string;
  options: readonly Completion[];
  /** The index of the option that Tab and Enter accept; -1 for none. */
  chosen: number;
  onAccept: (option: Completion) => void;
}) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label="Completions"
      // Otherwise Tab would focus a scrolling list, and the list would close.
      tabIndex={-1}
      className="absolute top-7 left-0 z-30 max-h-[min(20rem,calc(100vh-4rem))] w-full max-w-md min-w-64 overflow-auto rounded-sm border border-hairline bg-bg py-1 shadow-over max-[480px]:fixed max-[480px]:inset-x-1 max-[480px]:top-auto max-[480px]:w-auto"
    >
      {options.map((option, index) => (
        <li
          key={option.text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          // Not onClick: the field must keep the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onAccept(option);
          }}
          className="flex h-6 cursor-default items-center gap-3 px-2 hover:bg-hover aria-selected:bg-selected"
        >
          <span className="truncate max-[480px]:max-w-3/5 max-[480px]:shrink-0">
            <VisibleText text={option.text} />
          </span>
          <span className="flex-1 truncate text-right text-muted">
            <VisibleText text={option.hint} />
          </span>
          {option.count !== null && (
            <span className="min-w-8 text-right text-muted tabular-nums">
              {option.count.toLocaleString('en')}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
