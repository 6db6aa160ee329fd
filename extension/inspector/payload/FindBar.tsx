import { useEffect, useEffectEvent, useState, type KeyboardEvent } from 'react';
import { TextField } from '../../ui/control/TextField.tsx';
import { Button } from '../../ui/control/Button.tsx';

/** Finds text and goes from match to match: Enter for the next, Shift+Enter for the previous. */
export function FindBar({
  label,
  sought,
  find,
  reveal,
}: {
  label: string;
  /** The text to begin with; empty for none. */
  sought: string;
  /** Resolves to the number of matches. */
  find: (text: string) => Promise<number>;
  reveal: (match: number) => void;
}) {
  const [text, setText] = useState(sought);
  /** The last `sought` that the field has shown. */
  const [begun, setBegun] = useState(sought);
  if (begun !== sought) {
    setBegun(sought);
    if (sought !== '') setText(sought);
  }
  const [matches, setMatches] = useState(0);
  const [at, setAt] = useState(0);

  function seek(next: string) {
    void find(next).then((found) => {
      setMatches(found);
      setAt(0);
      if (found > 0) reveal(0);
    });
  }

  const begin = useEffectEvent(() => {
    if (sought !== '') seek(sought);
  });
  useEffect(() => begin(), [sought]);

  function move(step: number) {
    if (matches === 0) return;
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
        onChange={(event) => {
          setText(event.target.value);
          seek(event.target.value);
        }}
        onKeyDown={onKeyDown}
        className="min-w-0 flex-1"
      />
      <span role="status" className="text-muted tabular-nums">
        {text !== '' && (matches === 0 ? 'nothing' : `${at + 1} of ${matches}`)}
      </span>
      <Button
        look="quiet"
        aria-label="Previous match"
        disabled={matches === 0}
        onClick={() => move(-1)}
      >
        ↑
      </Button>
      <Button look="quiet" aria-label="Next match" disabled={matches === 0} onClick={() => move(1)}>
        ↓
      </Button>
    </div>
  );
}
