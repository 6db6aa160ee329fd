import { useRef, useState } from 'react';
import { Button } from '../app/Button.tsx';
import { Failure } from '../app/Failure.tsx';
import { useLoadingText } from '../app/Loading.tsx';
import { formatTime } from './format.ts';
import { hasReadLoaded, type PayloadSearch } from './usePayloadSearch.ts';

/** Searches inside payloads: what for, how far it has read, how to stop it and to go on. */
export function SearchBar({
  search,
  masked,
  onStart,
  onGoOn,
  onStop,
  onClose,
}: {
  search: PayloadSearch | null;
  /** Whether personal data is masked, and so found by nobody. */
  masked: boolean;
  onStart: (text: string) => void;
  onGoOn: () => void;
  onStop: () => void;
  onClose: () => void;
}) {
  const [text, setText] = useState(search?.text ?? '');
  const input = useRef<HTMLInputElement>(null);
  const searching = useLoadingText('Searching…');
  const running = search?.state === 'running';
  /** For a button that goes away when it is used: what follows is done by keyboard, too. */
  const fromInput = (act: () => void) => () => {
    input.current?.focus();
    act();
  };
  return (
    <form
      role="search"
      className="flex flex-wrap items-center gap-2 border-b border-hairline bg-surface px-2 py-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onStart(text.trim());
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <input
        ref={input}
        type="text"
        autoFocus
        aria-label="Search payloads"
        placeholder="Text inside payloads"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-6 min-w-40 flex-1 rounded-sm border border-hairline bg-bg px-2"
      />
      {/* Told apart by keys: were Stop to turn into Search in its own click, it would search anew. */}
      {running ? (
        <Button key="stop" onClick={fromInput(onStop)}>
          Stop
        </Button>
      ) : (
        <Button key="search" type="submit" disabled={text.trim() === ''}>
          Search
        </Button>
      )}
      <span aria-live="polite" className="text-muted">
        {search && describe(search, searching)}
        {masked && `${search ? ' · ' : ''}Masked values are not searched`}
      </span>
      {search?.state === 'stopped' &&
        (search.error === null ? (
          <Button onClick={fromInput(onGoOn)}>
            {hasReadLoaded(search) ? 'Search older events on the server' : 'Go on'}
          </Button>
        ) : (
          <Failure message={search.error} onRetry={fromInput(onGoOn)} />
        ))}
      <Button look="quiet" aria-label="Close search" onClick={onClose}>
        ✕
      </Button>
    </form>
  );
}

function describe(search: PayloadSearch, searching: string): string {
  const { found, state, readTo, loaded } = search;
  const count = `${found.size.toLocaleString('en')} found`;
  if (state === 'done') return `${count} in all payloads that are kept`;
  const stopped = state === 'stopped';
  if (readTo === null) return `${stopped ? 'Stopped at once' : searching} · ${count}`;
  const back = `back to ${formatTime(Number(readTo / 1_000_000n))} · ${count}`;
  if (!stopped) return `Searched ${back}`;
  if (!loaded || !hasReadLoaded(search)) return `Stopped. Searched ${back}`;
  // The page with the oldest of them may reach beyond it: what it finds there counts, too.
  return `Searched the ${loaded.count.toLocaleString('en')} loaded events and ${back}`;
}
