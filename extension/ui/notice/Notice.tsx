import type { ReactNode } from 'react';
import { Failure } from './Failure.tsx';

/** One line above a view that says what is special about the view. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <p className="shrink-0 border-b border-hairline bg-warning-bg px-2 py-1 text-warning">
      {children}
    </p>
  );
}

/** Shown instead of a view that could not be loaded. */
export function LoadError({ error, onRetry }: { error: string; onRetry?: () => void }) {
  return (
    <div className="p-2">
      <Failure message={error} onRetry={onRetry} />
    </div>
  );
}
