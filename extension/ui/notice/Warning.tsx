import type { ReactNode } from 'react';

/** A warning about a re-dispatch that can still be sent. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-sm bg-warning-bg p-2 text-warning">
      <span aria-hidden>⚠ </span>
      {children}
    </div>
  );
}
