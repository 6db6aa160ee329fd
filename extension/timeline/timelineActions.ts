import { createContext, useContext } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';

/** What a cell of the timeline may ask of the whole. */
export interface TimelineActions {
  /** Selects the first attempt of a row's delivery. */
  jumpToFirstAttempt(row: AuditRow): void;
  /** Selects the delivery that a re-dispatch came from. */
  jumpToOriginal(row: AuditRow): void;
}

const Context = createContext<TimelineActions | null>(null);
export const TimelineActionsProvider = Context.Provider;

export function useTimelineActions(): TimelineActions {
  const actions = useContext(Context);
  if (actions === null) throw new Error('No timeline: render this inside TimelineView.');
  return actions;
}
