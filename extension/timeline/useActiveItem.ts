import { useMemo } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { ViewState } from '../app/settings.ts';
import type { EventLog } from '../data/events.ts';
import type { EventFeed } from '../data/useEventFeed.ts';
import type { TimelineItem } from './item.ts';

/** The event that is selected, wherever the panel has its row; null when it has none. */
export function useActiveItem(
  selected: ViewState['selected'],
  { log, rejections }: EventFeed,
  found: EventLog | null,
  ...others: (readonly AuditRow[])[]
): TimelineItem | null {
  return useMemo(() => {
    if (selected === null) return null;
    if (selected.kind === 'rejection') {
      return rejections.rows.find(({ _id }) => _id === selected.id) ?? null;
    }
    const id = selected.id as AuditRow['_id'];
    const other = () => others.flatMap((rows) => rows.find(({ _id }) => _id === id) ?? []);
    return log.find(id) ?? found?.find(id) ?? other()[0] ?? null;
  }, [selected, log, log.version, found, rejections.rows, ...others]);
}
