import type { ReactNode } from 'react';

/** The row of controls above a view. It wraps in a narrow panel. */
export function Toolbar({ children }: { children: ReactNode }) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1 border-b border-hairline p-1">
      {children}
    </div>
  );
}
