import { createContext, useContext } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Where } from '../../convex/shared/selection.ts';

/** What any part of the panel may know of where it works, and ask of the whole. */
export interface Panel {
  role: 'viewer' | 'redispatcher';
  deployment: { name: string; url: string; isLoopback: boolean };
  /** Opens a delivery in the inspector, in the timeline, and scrolls to its row when it is loaded. */
  select(id: AuditRow['_id']): void;
  /** Opens a user in the Users view. */
  openUser(clerkId: string): void;
  /** Replaces the timeline's filter, e.g. `user:user_2x`, and shows the timeline. */
  setFilter(text: string): void;
  /** Opens the batch dialog for chosen deliveries, or for a filter over a time span (ms since 1970). */
  openBatch(start: BatchStart): void;
}

export type BatchStart =
  { ids: AuditRow['_id'][] } | { where: Where; since: number; until?: number };

const PanelContext = createContext<Panel | null>(null);
export const PanelProvider = PanelContext.Provider;

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === null) throw new Error('No panel: render this inside PanelProvider.');
  return panel;
}
