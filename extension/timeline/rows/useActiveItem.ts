import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { ViewState } from '../../panel/settings.ts';
import { useDelivery } from '../../data/delivery.ts';
import type { EventLog } from '../../data/feed/events.ts';
import type { EventFeed } from '../../data/feed/useEventFeed.ts';
import type { TimelineItem } from '../../event/item.ts';

/**
 * The selected event; null for none. If its row is not loaded in the timeline, it comes from the
 * inspector, so that each key acts on the event that the inspector shows.
 *
 * @param beyond loaded rows that are older than the log
 * @param distant a failure older than the loaded rows, opened by `f`
 */
export function useActiveItem(
  selected: ViewState['selected'],
  { log, rejections }: EventFeed,
  found: EventLog | null,
  beyond: readonly AuditRow[],
  distant: TimelineItem | null,
): TimelineItem | null {
  const id = selected?.kind === 'delivery' ? (selected.id as AuditId) : null;
  const isSelected = ({ _id }: TimelineItem) => _id === selected?.id;
  const here =
    id === null
      ? rejections.rows.find(isSelected)
      : (log.find(id) ?? found?.find(id) ?? beyond.find(isSelected));

  const known = here ?? (distant?._id === selected?.id ? distant : null);
  // The inspector has the same subscription, so Convex asks only once.
  const opened = useDelivery(known === null ? id : null);
  return known ?? (opened.status === 'success' ? opened.data.row : null);
}
