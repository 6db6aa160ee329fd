import type { Boundary, EventFeed } from '../data/feed/useEventFeed.ts';
import { initialView, splitItem, type ViewState } from '../panel/settings.ts';
import { useStored } from '../panel/useStored.ts';
import type { Moment } from '../timeline/rows/matchingRows.ts';
import { TimelineProvider } from '../timeline/state/TimelineProvider.tsx';
import type { TimelineSession } from '../timeline/state/useTimelineSession.ts';
import { TimelineView } from '../timeline/TimelineView.tsx';
import type { ImportedFile } from '../transfer/importedFile.ts';
import { ErrorBoundary } from '../ui/notice/ErrorBoundary.tsx';
import { Split } from '../ui/layout/Split.tsx';
import { useWidth } from '../ui/layout/useWidth.ts';
import { InspectorPane } from './InspectorPane.tsx';

/** Below this width, in pixels, the inspector is under the timeline. */
const SIDE_BY_SIDE = 720;

/** The timeline, of the live events or of a file, with the inspector of the open event. */
export function TimelinePane({
  feed,
  file,
  view,
  onView,
  paused,
  onPause,
  onEarlier,
  session,
  onCloseInspector,
}: {
  feed: EventFeed;
  file: ImportedFile | null;
  view: ViewState;
  onView: (change: Partial<ViewState>) => void;
  paused: Moment | null;
  onPause: (paused: Moment | null) => void;
  /** Shows the events before a boundary. */
  onEarlier: (before: Boundary) => void;
  session: TimelineSession;
  onCloseInspector: () => void;
}) {
  const [split, setSplit] = useStored(splitItem);
  const [frame, width] = useWidth();
  const arrangement = width < SIDE_BY_SIDE ? 'below' : 'beside';
  return (
    <div ref={frame} className="h-full">
      <ErrorBoundary what="The timeline" resetOn={`${file?.id} ${view.filter} ${feed.log.version}`}>
        <TimelineProvider
          key={file?.id ?? feed.before?.seq}
          feed={file?.feed ?? feed}
          live={file === null}
          // Clear and Pause are about live events.
          view={file ? { ...view, cleared: initialView.cleared } : view}
          onView={onView}
          paused={file ? null : paused}
          onPause={onPause}
          onEarlier={onEarlier}
          session={session}
        >
          {split && (
            <Split
              arrangement={arrangement}
              sizes={split[arrangement]}
              onSizes={(sizes) => setSplit((kept) => ({ ...kept, [arrangement]: sizes }))}
              timeline={<TimelineView />}
              inspector={
                view.selected && (
                  <InspectorPane selected={view.selected} feed={feed} onClose={onCloseInspector} />
                )
              }
            />
          )}
        </TimelineProvider>
      </ErrorBoundary>
    </div>
  );
}
