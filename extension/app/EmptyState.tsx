import type { ReactNode } from 'react';

/** What stands where there is nothing to show: why, and what to do next. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-4 text-center text-muted">
      <p className="font-semibold text-text">{title}</p>
      {children}
    </div>
  );
}
