import { createContext, useContext, useState, type ReactNode } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';

type Pinned = [row: AuditRow | null, pin: (row: AuditRow | null) => void];

const PinnedContext = createContext<Pinned | null>(null);

/** Keeps the event that others are compared with, while the inspector opens and closes. */
export function PinnedEventProvider({ children }: { children: ReactNode }) {
  return <PinnedContext value={useState<AuditRow | null>(null)}>{children}</PinnedContext>;
}

export function usePinnedEvent(): Pinned {
  const pinned = useContext(PinnedContext);
  if (pinned === null) throw new Error('Render this inside PinnedEventProvider.');
  return pinned;
}
