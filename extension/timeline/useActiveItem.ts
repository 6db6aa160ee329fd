import { useMemo } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { ViewState } from '../app/settings.ts';
import { useDelivery } from '../data/delivery.ts';
import type { EventLog } from '../data/events.ts';
import type { EventFeed } from '../data/useEventFeed.ts';
import type { TimelineItem } from './item.ts';

/**
 * The event that is selected, null when there is none, and whether it is among those loaded here.
 * Of another one the row is the inspector's, so that every key acts on what the inspector shows.
 *
 * @param beyond loaded rows that are older than the log
 * @param distant a failure before what is loaded that was gone to
 */
export function useActiveItem(
  selected: ViewState['selected'],
  { log, rejections }: EventFeed,
  found: EventLog | null,
  beyond: readonly AuditRow[],
  distant: TimelineItem | null,
): { active: TimelineItem | null; isHere: boolean } {
  const id = selected?.kind === 'delivery' ? (selected.id as AuditRow['_id']) : null;
  const here = useMemo(() => {
    const isSelected = ({ _id }: TimelineItem) => _id === selected?.id;
    if (id === null) return rejections.rows.find(isSelected);
    return log.find(id) ?? found?.find(id) ?? beyond.find(isSelected);
  }, [id, selected?.id, log, log.version, found, found?.version, beyond, rejections.rows]);

  const known = here ?? (distant?._id === selected?.id ? distant : null);
  // The inspector subscribes to it, too: Convex asks once.
  const opened = useDelivery(known === null ? id : null);
  const active = known ?? (opened.status === 'success' ? opened.data.row : null);
  return { active, isHere: here !== undefined };
}
