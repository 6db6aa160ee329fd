import type { ReactNode } from 'react';
import { Button } from '../app/Button.tsx';
import { CopyButton } from '../app/CopyButton.tsx';

/** One line above a view that says what is special about it. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <p className="shrink-0 border-b border-hairline bg-warning-bg px-2 py-1 text-warning">
      {children}
    </p>
  );
}

/** What the server refused or could not do, with ways to copy it and to ask again. */
export function LoadError({ error, onRetry }: { error: string; onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 p-2">
      <p className="min-w-0 flex-1 break-words text-failed">{error}</p>
      <CopyButton text={() => error}>Copy the error</CopyButton>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
