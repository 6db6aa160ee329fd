import type { ReactNode } from 'react';

/** What may surprise about a re-dispatch that can be sent all the same. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-sm bg-warning-bg p-2 text-warning">
      <span aria-hidden>⚠ </span>
      {children}
    </div>
  );
}
