import { useState } from 'react';
import { Button } from '../app/Button.tsx';
import { formatTime } from './format.ts';
import type { PayloadSearch } from './usePayloadSearch.ts';

/** Searches inside payloads, on the server or in a file: what for, how far it has read, and Stop. */
export function SearchBar({
  search,
  onStart,
  onStop,
  onClose,
}: {
  search: PayloadSearch | null;
  onStart: (text: string) => void;
  onStop: () => void;
  onClose: () => void;
}) {
  const [text, setText] = useState(search?.text ?? '');
  const running = search?.state === 'running';
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
        <Button key="stop" onClick={onStop}>
          Stop
        </Button>
      ) : (
        <Button key="search" type="submit" disabled={text.trim() === ''}>
          Search
        </Button>
      )}
      <span aria-live="polite" className="text-muted">
        {search && describe(search)}
      </span>
      <Button look="quiet" aria-label="Close search" onClick={onClose}>
        ✕
      </Button>
    </form>
  );
}

function describe({ found, state, backTo, error }: PayloadSearch): string {
  const count = `${found.size} found`;
  if (error !== null) return `${count}, then: ${error}`;
  if (state === 'done') return `${count} in all payloads that are kept`;
  const stopped = state === 'stopped';
  if (backTo === null) return `${stopped ? 'Stopped at once' : 'Searching…'} · ${count}`;
  return `${stopped ? 'Stopped. ' : ''}Searched back to ${formatTime(backTo)} · ${count}`;
}
