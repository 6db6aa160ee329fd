import { useEffect, useEffectEvent, useState, type KeyboardEvent } from 'react';
import { TextField } from '../../ui/control/TextField.tsx';
import { Button } from '../../ui/control/Button.tsx';

/** Finds text and goes from match to match: Enter for the next, Shift+Enter for the previous. */
export function FindBar({
  label,
  text,
  onText,
  find,
  reveal,
}: {
  label: string;
  text: string;
  onText: (text: string) => void;
  /** Resolves to the number of matches. */
  find: (text: string) => Promise<number>;
  reveal: (match: number) => void;
}) {
  /** Null until the answer for this text: the matches of an earlier one cannot be revealed any more. */
  const [{ of, matches }, setFound] = useState<{ of: string; matches: number | null }>({
    of: text,
    matches: null,
  });
  if (of !== text) setFound({ of: text, matches: null });
  const [at, setAt] = useState(0);

  const ask = useEffectEvent(find);
  const show = useEffectEvent((count: number) => {
    setFound({ of: text, matches: count });
    setAt(0);
    if (count > 0) reveal(0);
  });
  useEffect(() => {
    let current = true;
    if (text !== '') void ask(text).then((count) => current && show(count));
    return () => {
      current = false;
    };
  }, [text]);

  function move(step: number) {
    if (!matches) return;
    const next = (at + step + matches) % matches;
    setAt(next);
    reveal(next);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter') return;
    move(event.shiftKey ? -1 : 1);
    event.preventDefault();
  }

  return (
    <div className="flex min-w-52 flex-1 items-center gap-1">
      <TextField
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
        className="min-w-0 flex-1"
      />
      <span role="status" className="text-muted tabular-nums">
        {text !== '' && matches !== null && (matches === 0 ? 'nothing' : `${at + 1} of ${matches}`)}
      </span>
      <Button look="quiet" aria-label="Previous match" disabled={!matches} onClick={() => move(-1)}>
        ↑
      </Button>
      <Button look="quiet" aria-label="Next match" disabled={!matches} onClick={() => move(1)}>
        ↓
      </Button>
    </div>
  );
}
