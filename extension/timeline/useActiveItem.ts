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
  beyond: readonly AuditRow[],
  distant: TimelineItem | null,
): TimelineItem | null {
  return useMemo(() => {
    if (selected === null) return null;
    const isSelected = ({ _id }: TimelineItem) => _id === selected.id;
    const id = selected.id as AuditRow['_id'];
    const loaded =
      selected.kind === 'rejection'
        ? rejections.rows.find(isSelected)
        : (log.find(id) ?? found?.find(id) ?? beyond.find(isSelected));
    return loaded ?? (distant !== null && isSelected(distant) ? distant : null);
  }, [selected, log, log.version, found, rejections.rows, beyond, distant]);
}
