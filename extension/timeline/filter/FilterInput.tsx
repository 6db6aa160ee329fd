import { Funnel } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Rejection } from '../../../webhooks/shared/rejection.ts';
import type { EventLog } from '../../data/feed/events.ts';
import { focusEvents } from '../../panel/focus.ts';
import { TextField } from '../../ui/control/TextField.tsx';
import { useShortcuts } from '../../ui/keyboard/useShortcuts.ts';
import { completionsAt, type Completion } from './completion.ts';
import { CompletionList } from './CompletionList.tsx';
import { seenValues, type SeenValues } from './seenValues.ts';

/** The filter as text, with completion from the loaded values. */
export function FilterInput({
  value,
  onChange,
  log,
  rejections,
}: {
  value: string;
  onChange: (text: string) => void;
  log: EventLog;
  rejections: readonly Rejection[];
}) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [moved, setMoved] = useState<number | null>(null);
  const [seen, setSeen] = useState<SeenValues>({});
  /** The text while a word is half typed: the active filter leaves that word out. */
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? value;

  useShortcuts({ '/': () => input.current?.focus() });

  const { from, to, options } =
    caret === null ? { from: 0, to: 0, options: [] } : completionsAt(text, caret, seen);
  // A half-typed word is completed with the first option, unless the arrow keys choose another.
  const chosen = moved ?? (from < to && options.length > 0 ? 0 : -1);

  /** The caret's position; null while text is selected. */
  const caretNow = () => {
    const { selectionStart, selectionEnd } = input.current!;
    return selectionStart === selectionEnd ? selectionStart : null;
  };
  const moveCaret = (to: number | null) => {
    setCaret(to);
    setMoved(null);
  };
  const write = (next: string, at: number | null) => {
    const word = at === null ? null : completionsAt(next, at, seen);
    moveCaret(at);
    setDraft(word?.isHalfTyped ? next : null);
    onChange(word?.isHalfTyped ? next.slice(0, word.from) + next.slice(word.to) : next);
  };
  /** Applies a half-typed term as it is. */
  const settle = () => {
    moveCaret(null);
    setDraft(null);
    if (draft !== null) onChange(draft);
  };
  const accept = (option: Completion) => {
    const end = from + option.text.length;
    write(text.slice(0, from) + option.text + text.slice(to).replace(/^\s/, ''), end);
    requestAnimationFrame(() => input.current?.setSelectionRange(end, end));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Enter') {
      if (event.key === 'Enter' && options[chosen]) accept(options[chosen]);
      // The first Escape closes the list; the next one moves the focus to the events.
      else if (options.length > 0 || draft !== null) settle();
      else if (event.key === 'Escape') return focusEvents();
    } else if (options.length === 0) return;
    else if (event.key === 'ArrowDown') setMoved((chosen + 1) % options.length);
    else if (event.key === 'ArrowUp') setMoved(chosen <= 0 ? options.length - 1 : chosen - 1);
    else if (event.key === 'Tab' && !event.shiftKey && options[chosen]) accept(options[chosen]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="relative min-w-40 flex-1 max-[480px]:min-w-20">
      <Funnel size={12} aria-hidden className="absolute top-1.5 left-2 text-muted" />
      <TextField
        ref={input}
        aria-label="Filter events"
        aria-autocomplete="list"
        aria-controls={options.length > 0 ? listId : undefined}
        aria-activedescendant={options[chosen] ? `${listId}-${chosen}` : undefined}
        placeholder="Filter events, e.g. type:user.updated -outcome:duplicate"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={({ target }) => write(target.value, caretNow())}
        onClick={() => moveCaret(caretNow())}
        onFocus={() => {
          setSeen(seenValues(log, rejections));
          moveCaret(caretNow());
        }}
        // Arrow keys, Home, End and the pointer also move the caret.
        onSelect={() => caretNow() !== caret && moveCaret(caretNow())}
        onBlur={settle}
        onKeyDown={onKeyDown}
        className="w-full pl-6"
      />
      {options.length > 0 && (
        <CompletionList id={listId} options={options} chosen={chosen} onAccept={accept} />
      )}
    </div>
  );
}
