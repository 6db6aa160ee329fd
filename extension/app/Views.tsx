import { startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Role } from '../../convex/shared/operator.ts';
import type { Rejection } from '../../convex/shared/rejection.ts';
import { ImportedProvider, NOTHING_IMPORTED } from '../data/imported.ts';
import { refusalMessage } from '../data/refusal.ts';
import { useEventFeed } from '../data/useEventFeed.ts';
import { Inspector } from '../inspector/Inspector.tsx';
import { RejectionInspector } from '../inspector/RejectionInspector.tsx';
import { UnloadedRejection } from '../inspector/UnloadedRejection.tsx';
import { BatchPanel } from '../redispatch/BatchPanel.tsx';
import { RedispatchProvider } from '../redispatch/RedispatchProvider.tsx';
import { isDelivery } from '../timeline/item.ts';
import type { Moment } from '../timeline/matchingRows.ts';
import { ImportBar } from '../transfer/ImportBar.tsx';
import { ImportButton } from '../transfer/ImportButton.tsx';
import type { ImportedFile } from '../transfer/importedFile.ts';
import { TimelineView } from '../timeline/TimelineView.tsx';
import { useTimelineSession } from '../timeline/useTimelineSession.ts';
import { UsersView } from '../users/UsersView.tsx';
import { Button } from './Button.tsx';
import { isLoopback } from './deploymentUrl.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { FailureBar } from './FailureBar.tsx';
import { PanelProvider, type BatchStart, type Panel } from './panel.tsx';
import { initialView, splitItem, type Deployment, type ViewState } from './settings.ts';
import { ShortcutsSheet } from './ShortcutsSheet.tsx';
import { Split } from './Split.tsx';
import { useShortcuts } from './useShortcuts.ts';
import { useStored } from './useStored.ts';
import { useWidth } from './useWidth.ts';

/** Below this width, in pixels, the inspector stands under the timeline. */
const SIDE_BY_SIDE = 720;

/** The two views of a deployment, with the inspector beside the timeline. */
export function Views({
  deployment: { name, url },
  role,
  view,
  setView,
  paused,
  onPause,
  controls,
}: {
  deployment: Deployment;
  role: Role;
  view: ViewState;
  setView: (next: (current: ViewState) => ViewState) => void;
  paused: Moment | null;
  onPause: (paused: Moment | null) => void;
  /** Where in the header the views and what they offer go. */
  controls: HTMLElement | null;
}) {
  const feed = useEventFeed();
  const [file, setFile] = useState<ImportedFile | null>(null);
  useEffect(() => () => file?.close(), [file]);
  const [misread, setMisread] = useState<string | null>(null);
  const session = useTimelineSession();
  const [batch, setBatch] = useState<BatchStart | null>(null);
  const [sheet, setSheet] = useState(false);
  const [toolbar, setToolbar] = useState<HTMLElement | null>(null);
  const [split, setSplit] = useStored(splitItem);
  const [main, width] = useWidth();
  const inspector = useRef<HTMLElement>(null);

  const change = useCallback(
    (part: Partial<ViewState>) => setView((current) => ({ ...current, ...part })),
    [setView],
  );
  const panel = useMemo<Panel>(
    () => ({
      role,
      deployment: { name, url, isLoopback: isLoopback(url) },
      select: (id: AuditRow['_id']) =>
        change({ view: 'timeline', selected: { kind: 'delivery', id } }),
      openUser: (clerkId) => change({ view: 'users', openUser: clerkId }),
      setFilter: (filter) => change({ view: 'timeline', filter }),
      openBatch: (start) => startTransition(() => setBatch(start)),
    }),
    [role, name, url, change],
  );

  const goToGrid = (part: Partial<ViewState>) => {
    // At once, so that the grid of another view is there to take the focus.
    flushSync(() => change(part));
    main.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  };
  const isOpen = (view.view === 'timeline' ? view.selected : view.openUser) !== null;
  useShortcuts({
    '?': () => setSheet(true),
    '1': () => goToGrid({ view: 'timeline' }),
    '2': () => goToGrid({ view: 'users' }),
    ...(isOpen && {
      Escape: () => goToGrid(view.view === 'timeline' ? { selected: null } : { openUser: null }),
    }),
  });

  // In steps: another timeline is drawn whole, which would stop the page for a moment.
  const openFile = (next: ImportedFile | null) =>
    startTransition(() => {
      setFile(next);
      session.reset();
      change({ selected: null });
    });
  const openInspector = () => {
    const first = inspector.current?.querySelector<HTMLElement>('[role=tab][tabindex="0"], button');
    first?.focus();
  };
  const { selected } = view;
  const arrangement = width < SIDE_BY_SIDE ? 'below' : 'beside';
  const { search } = session.payloads;
  const isFound = search?.found.find(selected?.id as AuditRow['_id']) !== undefined;
  const distant = session.distant?._id === selected?.id ? session.distant : null;
  const rejection = feed.rejections.rows.find(({ _id }) => _id === selected?.id) ?? distant;

  return (
    <PanelProvider value={panel}>
      <ImportedProvider value={file ?? NOTHING_IMPORTED}>
        <RedispatchProvider opened={view.view === 'timeline' ? (view.selected?.id ?? null) : null}>
          {controls &&
            createPortal(
              <>
                <nav aria-label="Views" className="flex">
                  <ViewButton name="Timeline" {...{ view, change }} of="timeline" />
                  <ViewButton name="Users" {...{ view, change }} of="users" />
                </nav>
                <div ref={setToolbar} className="contents" />
                <div className="ml-auto flex">
                  {view.view === 'timeline' && (
                    <ImportButton onImport={openFile} onFailure={setMisread} />
                  )}
                  <Button
                    look="quiet"
                    aria-label="Keyboard shortcuts"
                    hint="Keyboard shortcuts (?)"
                    onClick={() => setSheet(true)}
                  >
                    ?
                  </Button>
                </div>
              </>,
              controls,
            )}
          <div className="flex h-full flex-col">
            {feed.error !== null && (
              <FailureBar
                message={`The live events stopped: ${refusalMessage(feed.error)}`}
                onRetry={feed.retry}
              />
            )}
            {misread !== null && <FailureBar message={misread} onClose={() => setMisread(null)} />}
            {file && view.view === 'timeline' && (
              <ImportBar file={file} onClose={() => openFile(null)} />
            )}
            <div ref={main} className="min-h-0 flex-1">
              {view.view === 'users' ? (
                <ErrorBoundary what="The users view">
                  <UsersView
                    clerkId={view.openUser}
                    onOpen={(clerkId) => change({ openUser: clerkId })}
                  />
                </ErrorBoundary>
              ) : (
                split !== undefined && (
                  <Split
                    key={arrangement}
                    vertical={arrangement === 'below'}
                    sizes={split[arrangement]}
                    onSizes={(sizes) => setSplit((kept) => ({ ...kept, [arrangement]: sizes }))}
                    timeline={
                      <ErrorBoundary what="The timeline">
                        <TimelineView
                          key={file?.id}
                          feed={file?.feed ?? feed}
                          live={file === null}
                          // Clear and Pause are about live events.
                          view={file ? { ...view, cleared: initialView.cleared } : view}
                          onView={change}
                          paused={file ? null : paused}
                          onPause={onPause}
                          session={session}
                          toolbar={toolbar}
                          onOpen={openInspector}
                        />
                      </ErrorBoundary>
                    }
                    inspector={
                      selected && (
                        <aside
                          ref={inspector}
                          aria-label="Inspector"
                          className="relative h-full overflow-hidden"
                        >
                          <ErrorBoundary key={selected.id} what="The inspector">
                            {selected.kind === 'delivery' ? (
                              <Inspector
                                id={selected.id as AuditRow['_id']}
                                sought={isFound ? search!.text : ''}
                              />
                            ) : rejection !== null && !isDelivery(rejection) ? (
                              <RejectionInspector rejection={rejection} />
                            ) : (
                              <UnloadedRejection
                                id={selected.id as Rejection['_id']}
                                feed={feed}
                                onClose={() => goToGrid({ selected: null })}
                              />
                            )}
                          </ErrorBoundary>
                        </aside>
                      )
                    }
                  />
                )
              )}
            </div>
          </div>
          {batch && <BatchPanel start={batch} onClose={() => setBatch(null)} />}
          {sheet && <ShortcutsSheet onClose={() => setSheet(false)} />}
        </RedispatchProvider>
      </ImportedProvider>
    </PanelProvider>
  );
}

function ViewButton({
  name,
  of,
  view,
  change,
}: {
  name: string;
  of: ViewState['view'];
  view: ViewState;
  change: (part: Partial<ViewState>) => void;
}) {
  return (
    <Button
      look="quiet"
      aria-current={view.view === of ? 'page' : undefined}
      className="aria-[current=page]:bg-selected"
      onClick={() => change({ view: of })}
    >
      {name}
    </Button>
  );
}
