import { useRef, useState } from 'react';
import type { Boundary } from '../data/feed/useEventFeed.ts';
import { formatTime } from '../event/format.ts';
import { useLoadingText } from '../panel/Loading.tsx';
import { TextField } from '../ui/control/TextField.tsx';
import { Button } from '../ui/control/Button.tsx';
import { Failure } from '../ui/notice/Failure.tsx';
import { useTimelineCommands, useTimelineState } from './state/timeline.ts';
import { hasReadLoaded, type PayloadSearch } from './state/usePayloadSearch.ts';

/** Searches inside payloads: the text, the progress, and buttons to stop and to continue. */
export function SearchBar() {
  const { search, masked, before } = useTimelineState();
  const commands = useTimelineCommands();
  const [text, setText] = useState(search?.text ?? '');
  const input = useRef<HTMLInputElement>(null);
  const searching = useLoadingText('Searching…');
  const running = search?.state === 'running';
  /** For a button that disappears when pressed: moves the focus to the field. */
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
        if (text.trim() !== '') commands.search(text.trim());
      }}
      onKeyDown={(event) => event.key === 'Escape' && commands.toggleSearch()}
    >
      <TextField
        ref={input}
        autoFocus
        aria-label="Search payloads"
        placeholder="Text inside payloads"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="min-w-40 flex-1"
      />
      {/* With keys, since React would otherwise turn Stop into Search during the click, which would search again. */}
      {running ? (
        <Button key="stop" onClick={fromInput(commands.stopSearch)}>
          Stop
        </Button>
      ) : (
        <Button key="search" type="submit" disabled={text.trim() === ''}>
          Search
        </Button>
      )}
      <span aria-live="polite" className="text-muted">
        {search && describe(search, searching, before)}
        {masked && `${search ? ' · ' : ''}Masked values are not searched`}
      </span>
      {search?.state === 'stopped' &&
        (search.error === null ? (
          <Button onClick={fromInput(commands.searchOn)}>
            {hasReadLoaded(search) ? 'Search older events on the server' : 'Continue'}
          </Button>
        ) : (
          <Failure message={search.error} onRetry={fromInput(commands.searchOn)} />
        ))}
      <Button look="quiet" aria-label="Close search" onClick={commands.toggleSearch}>
        ✕
      </Button>
    </form>
  );
}

function describe(search: PayloadSearch, searching: string, before: Boundary | null): string {
  const { found, state, readTo, loaded } = search;
  const matches = `${found.size.toLocaleString('en')} ${found.size === 1 ? 'match' : 'matches'}`;
  const until = before === null ? '' : ` before ${formatTime(before.time)}`;
  if (state === 'done') return `${matches} in all stored payloads${until}`;
  const stopped = state === 'stopped';
  if (readTo === null) return `${stopped ? 'Stopped' : searching} · ${matches}`;
  const back = `back to ${formatTime(Number(readTo / 1_000_000n))} · ${matches}`;
  if (!stopped) return `Searched ${back}`;
  if (!loaded || !hasReadLoaded(search)) return `Stopped. Searched ${back}`;
  // The last page may reach beyond the loaded events, and its matches count.
  return `Searched the ${loaded.count.toLocaleString('en')} loaded events and ${back}`;
}
