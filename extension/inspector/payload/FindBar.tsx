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
  const [found, setFound] = useState({ text: '', matches: 0 });
  const [at, setAt] = useState(0);
  /** Null until it is known: the matches of an earlier text cannot be revealed any more. */
  const matches = found.text === text ? found.matches : null;

  const ask = useEffectEvent(find);
  const show = useEffectEvent((count: number) => {
    setFound({ text, matches: count });
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
