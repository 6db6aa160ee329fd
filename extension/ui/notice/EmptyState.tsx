import type { ReactNode } from 'react';

/** Shown if there is nothing to list: says why, and the next step. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex h-full flex-col items-center justify-center-safe gap-2 overflow-auto p-4 text-center text-muted">
      <p className="font-semibold text-text">{title}</p>
      {children}
    </div>
  );
}
