import { useId, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { VisibleText } from '../app/VisibleText.tsx';
import type { EventLog } from '../data/events.ts';
import { completionsAt, seenValues, type Completion, type SeenValues } from './filterCompletion.ts';

/** The filter as text, with completion from the values that were seen. */
export function FilterInput({
  ref,
  value,
  onChange,
  onLeave,
  log,
}: {
  ref: Ref<HTMLInputElement>;
  value: string;
  onChange: (text: string) => void;
  /** Takes the focus when Escape leaves the field. */
  onLeave: () => void;
  log: EventLog;
}) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(-1);
  const [seen, setSeen] = useState<SeenValues>({});

  const { from, to, options } =
    caret === null ? { from: 0, to: 0, options: [] } : completionsAt(value, caret, seen);

  /** Where the next character goes; null while it would replace others. */
  const caretNow = () => {
    const { selectionStart, selectionEnd } = input.current!;
    return selectionStart === selectionEnd ? selectionStart : null;
  };
  const open = () => {
    setSeen(seenValues(log));
    setCaret(caretNow());
    setChosen(-1);
  };

  const accept = ({ text }: Completion) => {
    const end = from + text.length;
    onChange(value.slice(0, from) + text + value.slice(to).replace(/^\s/, ''));
    setCaret(end);
    setChosen(-1);
    requestAnimationFrame(() => input.current?.setSelectionRange(end, end));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // First it closes the list, then it leaves the field for the events.
      if (options.length === 0) return onLeave();
      setCaret(null);
    } else if (options.length === 0) return;
    else if (event.key === 'ArrowDown') setChosen((chosen + 1) % options.length);
    else if (event.key === 'ArrowUp') setChosen(chosen <= 0 ? options.length - 1 : chosen - 1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && options[chosen]) {
      accept(options[chosen]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="relative min-w-40 flex-1">
      <input
        ref={(element) => {
          input.current = element;
          if (typeof ref === 'function') ref(element);
          else if (ref) ref.current = element;
        }}
        type="text"
        aria-label="Filter events"
        aria-autocomplete="list"
        aria-controls={options.length > 0 ? listId : undefined}
        aria-activedescendant={options[chosen] ? `${listId}-${chosen}` : undefined}
        placeholder="Filter events, e.g. type:user.updated -outcome:duplicate"
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
          open();
        }}
        onClick={open}
        onFocus={open}
        // Arrows, Home, End and the pointer move the caret, too.
        onSelect={() => caretNow() !== caret && open()}
        onBlur={() => setCaret(null)}
        onKeyDown={onKeyDown}
        className="h-6 w-full rounded-sm border border-hairline bg-bg px-2"
      />
      {options.length > 0 && (
        <ul
          id={listId}
          role="listbox"
          aria-label="Completions"
          className="absolute top-7 left-0 z-30 max-h-64 w-full max-w-md min-w-64 overflow-auto rounded-sm border border-hairline bg-bg py-1"
        >
          {options.map((option, index) => (
            <li
              key={option.text}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              // Not onClick: the field must keep the focus.
              onMouseDown={(event) => {
                event.preventDefault();
                accept(option);
              }}
              className="flex h-6 cursor-default items-center gap-3 px-2 hover:bg-hover aria-selected:bg-selected"
            >
              <span className="truncate">
                <VisibleText text={option.text} />
              </span>
              <span className="flex-1 truncate text-right text-muted">
                <VisibleText text={option.hint} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
