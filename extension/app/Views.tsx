import { useCallback } from 'react';
import { flushSync } from 'react-dom';
import type { Me } from '../../webhooks/shared/operator.ts';
import { ImportedProvider, NOTHING_IMPORTED } from '../data/imported.ts';
import { refusalMessage } from '../data/connection/refusal.ts';
import { useEventFeed } from '../data/feed/useEventFeed.ts';
import { PageBar } from '../page/PageBar.tsx';
import { PageButton } from '../page/PageButton.tsx';
import { focusEvents } from '../panel/focus.ts';
import type { Link } from '../panel/link.ts';
import { PanelProvider } from '../panel/panel.tsx';
import { readReference } from '../panel/reference.ts';
import type { Deployment, ViewState } from '../panel/settings.ts';
import { RedispatchProvider } from '../redispatch/RedispatchProvider.tsx';
import { EarlierBar } from '../timeline/earlier/EarlierBar.tsx';
import { useTimelineSession } from '../timeline/state/useTimelineSession.ts';
import { ImportBar } from '../transfer/ImportBar.tsx';
import { ImportButton } from '../transfer/ImportButton.tsx';
import { ErrorBoundary } from '../ui/notice/ErrorBoundary.tsx';
import { FailureBar } from '../ui/notice/FailureBar.tsx';
import { Fill } from '../ui/layout/Slot.tsx';
import { useShortcuts } from '../ui/keyboard/useShortcuts.ts';
import { UsersView } from '../users/UsersView.tsx';
import { AlarmBar } from './alarm/AlarmBar.tsx';
import { ClockBar } from './ClockBar.tsx';
import { usePanelState } from './state/panelState.tsx';
import { TimelinePane } from './TimelinePane.tsx';
import { useAddress } from './useAddress.ts';
import { usePanelOf } from './usePanelOf.ts';
import { useShownEvents } from './useShownEvents.ts';
import { ViewControls } from './ViewControls.tsx';
import { ViewDialogs } from './ViewDialogs.tsx';

/** The two views of a deployment, and the dialogs that open from either. */
export function Views({
  deployment,
  me,
  view,
  setView,
  onLink,
}: {
  deployment: Deployment;
  me: Me;
  view: ViewState;
  setView: (next: (current: ViewState) => ViewState) => void;
  /** Must be stable. */
  onLink: (link: Link) => void;
}) {
  const { paused, setPaused, setDialog } = usePanelState();
  const feed = useEventFeed();
  const session = useTimelineSession();
  const change = useCallback(
    (part: Partial<ViewState>) => setView((current) => ({ ...current, ...part })),
    [setView],
  );
  const { earlier, imported, showBefore, showNewest } = useShownEvents(feed, session, change);
  const panel = usePanelOf(deployment, me, change, onLink, showNewest);
  const { usersTable } = panel.deployment;
  const selected = view.selected?.kind === 'delivery' ? view.selected.id : null;
  useAddress(
    view.view === 'timeline' ? selected : null,
    deployment.url,
    useCallback(
      (link: Link | null) => {
        if (link === null) change({ selected: null });
        else panel.openLink(link);
      },
      [change, panel],
    ),
  );
  const goToList = (part: Partial<ViewState>) => {
    // Synchronously, so that the other view's list exists and can take the focus.
    flushSync(() => change(part));
    focusEvents();
  };
  const close = () => goToList(view.view === 'timeline' ? { selected: null } : { openUser: null });
  const isOpen = (view.view === 'timeline' ? view.selected : view.openUser) !== null;
  useShortcuts({
    '?': () => setDialog({ kind: 'shortcuts' }),
    d: panel.openDoctor,
    '1': () => goToList({ view: 'timeline' }),
    ...(usersTable !== null && { '2': () => goToList({ view: 'users' }) }),
    ...(isOpen && { Escape: close }),
  });

  /** A reference in place of a filter opens its event. */
  const changeOrOpen = (part: Partial<ViewState>) => {
    const link = part.filter === undefined ? null : readReference(part.filter);
    if (link === null) change(part);
    else panel.openLink(link);
  };

  const { file, failure, setFailure } = imported;
  const isTimeline = view.view === 'timeline' || usersTable === null;
  return (
    <PanelProvider value={panel}>
      <ImportedProvider value={file ?? NOTHING_IMPORTED}>
        <RedispatchProvider opened={isTimeline ? (view.selected?.id ?? null) : null}>
          <Fill slot="controls">
            <ViewControls
              shown={isTimeline ? 'timeline' : 'users'}
              hasUsers={usersTable !== null}
              onShow={(shown) => change({ view: shown })}
              onShortcuts={() => setDialog({ kind: 'shortcuts' })}
            >
              <PageButton />
              {isTimeline && <ImportButton onImport={imported.open} onFailure={setFailure} />}
            </ViewControls>
          </Fill>
          <div className="flex h-full flex-col">
            <AlarmBar feed={feed} />
            <ClockBar />
            <PageBar feed={feed} />
            {feed.error !== null && (
              <FailureBar
                message={`Live events stopped: ${refusalMessage(feed.error)}`}
                onRetry={feed.retry}
              />
            )}
            {failure !== null && <FailureBar message={failure} onClose={() => setFailure(null)} />}
            {file && isTimeline && <ImportBar file={file} onClose={imported.close} />}
            {earlier.feed?.before && isTimeline && (
              <EarlierBar
                before={earlier.feed.before}
                gained={earlier.gained}
                onBack={() => showBefore(null)}
              />
            )}
            <div className="min-h-0 flex-1">
              {isTimeline ? (
                <TimelinePane
                  feed={earlier.feed ?? feed}
                  file={file}
                  view={view}
                  onView={changeOrOpen}
                  paused={paused}
                  onPause={setPaused}
                  onEarlier={showBefore}
                  session={session}
                  onCloseInspector={close}
                />
              ) : (
                <ErrorBoundary
                  what="The users view"
                  resetOn={`${view.openUser} ${feed.log.version}`}
                >
                  <UsersView
                    clerkId={view.openUser}
                    onOpen={(clerkId) => change({ openUser: clerkId })}
                  />
                </ErrorBoundary>
              )}
            </div>
          </div>
          <ViewDialogs />
        </RedispatchProvider>
      </ImportedProvider>
    </PanelProvider>
  );
}
