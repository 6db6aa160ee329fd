import type { EventFeed } from '../data/feed/useEventFeed.ts';
import { isDelivery } from '../event/item.ts';
import { Inspector } from '../inspector/Inspector.tsx';
import { RejectionInspector } from '../inspector/RejectionInspector.tsx';
import { UnloadedRejection } from '../inspector/UnloadedRejection.tsx';
import type { ViewState } from '../panel/settings.ts';
import { useTimelineState } from '../timeline/state/timeline.ts';
import { ErrorBoundary } from '../ui/notice/ErrorBoundary.tsx';
import type { AuditId } from '../../webhooks/shared/auditRow.ts';
import type { Rejection } from '../../webhooks/shared/rejection.ts';

/** The inspector of the open event: of a delivery, or of a rejection, loaded or not. */
export function InspectorPane({
  selected,
  feed,
  onClose,
}: {
  selected: NonNullable<ViewState['selected']>;
  feed: EventFeed;
  onClose: () => void;
}) {
  const { active, search } = useTimelineState();
  const isFound = search?.found.find(selected.id as AuditId) !== undefined;
  const rejection = active !== null && !isDelivery(active) ? active : null;
  return (
    <aside aria-label="Inspector" className="relative h-full overflow-hidden">
      <ErrorBoundary what="The inspector" resetOn={`${selected.id} ${feed.log.version}`}>
        {selected.kind === 'delivery' ? (
          <Inspector id={selected.id as AuditId} sought={isFound ? search!.text : ''} />
        ) : rejection?._id === selected.id ? (
          <RejectionInspector rejection={rejection} />
        ) : (
          <UnloadedRejection id={selected.id as Rejection['_id']} feed={feed} onClose={onClose} />
        )}
      </ErrorBoundary>
    </aside>
  );
}
