import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { usePanel } from '../app/panel.tsx';
import type { ViewState } from '../app/settings.ts';
import { useShortcuts } from '../app/useShortcuts.ts';
import { useWidth } from '../app/useWidth.ts';
import { useImportedDeliveries } from '../data/imported.ts';
import { useOperatorFetch } from '../data/operator.tsx';
import type { EventFeed } from '../data/useEventFeed.ts';
import { useRedispatch } from '../redispatch/redispatch.ts';
import { EventGrid, type EventGridHandle } from './EventGrid.tsx';
import { HistogramBar } from './HistogramBar.tsx';
import { isDelivery, type TimelineItem } from './item.ts';
import { PickedBar } from './PickedBar.tsx';
import { SearchBar } from './SearchBar.tsx';
import { SummaryBar } from './SummaryBar.tsx';
import { TimelineActionsProvider } from './timelineActions.ts';
import { TimelineEmpty } from './TimelineEmpty.tsx';
import { TimelineToolbar } from './TimelineToolbar.tsx';
import { useActiveItem } from './useActiveItem.ts';
import { useColumnSettings } from './useColumnSettings.ts';
import { useFailures } from './useFailures.ts';
import type { Moment } from './matchingRows.ts';
import { useTimeline } from './useTimeline.ts';
import type { TimelineSession } from './useTimelineSession.ts';

/** The live timeline: toolbar, histogram, counts and grid. */
export function TimelineView({
  feed,
  live,
  view,
  onView,
  paused,
  onPause,
  session,
  toolbar,
  onOpen,
}: {
  feed: EventFeed;
  /** Whether events come: those of a file are all there. */
  live: boolean;
  view: ViewState;
  onView: (change: Partial<ViewState>) => void;
  paused: Moment | null;
  onPause: (paused: Moment | null) => void;
  session: TimelineSession;
  /** Where in the shell the toolbar goes. */
  toolbar: HTMLElement | null;
  /** Moves the focus to the inspector. */
  onOpen: () => void;
}) {
  const panel = usePanel();
  const ask = useOperatorFetch();
  const imported = useImportedDeliveries();
  const { send } = useRedispatch();
  const grid = useRef<EventGridHandle>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const [container, width] = useWidth();
  const columns = useColumnSettings(width);
  const { picked, setPicked, distant, setDistant, searchOpen, setSearchOpen, payloads } = session;

  const cleared = useMemo(
    () => ({ seq: BigInt(view.cleared.seq), time: view.cleared.time }),
    [view.cleared.seq, view.cleared.time],
  );
  const bounds = useMemo(() => ({ cleared, paused }), [cleared, paused]);
  const found = payloads.search?.found ?? null;
  const timeline = useTimeline(feed, view.filter, bounds, found);
  const { list, older } = timeline;
  const { log } = feed;
  const masked = live && panel.role === 'viewer';

  const { active, isHere } = useActiveItem(view.selected, feed, found, older.beyond, distant);

  const setFilter = useCallback((filter: string) => onView({ filter }), [onView]);
  const activate = useCallback(
    (item: TimelineItem, keepPicked = false) => {
      if (!keepPicked) setPicked(new Map());
      onView({
        selected: { kind: isDelivery(item) ? 'delivery' : 'rejection', id: item._id },
      });
    },
    [onView, setPicked],
  );

  // What was selected elsewhere, or came after it was selected, is scrolled to once it is here; and
  // again when a payload search hides other rows or shows them again.
  const isSearch = found !== null;
  const shown = useRef<string | null>(null);
  useLayoutEffect(() => {
    shown.current = null;
  }, [isSearch]);
  useLayoutEffect(() => {
    if (active === null || shown.current === active._id) return;
    shown.current = isHere ? active._id : null;
    if (isHere) grid.current?.scrollTo(active);
  }, [active, isHere, isSearch]);

  const pick = useCallback(
    (items: TimelineItem[]) => {
      setPicked((before) => {
        const after = new Map(before);
        for (const item of items) {
          if (items.length === 1 && before.has(item._id)) after.delete(item._id);
          else after.set(item._id, item);
        }
        return after;
      });
    },
    [setPicked],
  );

  const goTo = useCallback(
    async (where: { id: AuditRow['_id'] } | { firstAttemptOf: AuditRow }) => {
      if ('id' in where) return panel.select(where.id);
      const { svix_id } = where.firstAttemptOf;
      const isFirst = (row: AuditRow) => row.attempt === 1;
      const here = log.attemptsOf(svix_id).find(isFirst);
      const attempts = here
        ? [here]
        : (await ask(api.webhookAudit.older, { before: null, where: { svix_id } })).rows;
      const first = attempts.find(isFirst) ?? attempts.at(-1);
      if (first) panel.select(first._id);
    },
    [ask, log, panel],
  );
  const actions = useMemo(
    () => ({
      jumpToFirstAttempt: (row: AuditRow) => void goTo({ firstAttemptOf: row }),
      jumpToOriginal: (row: AuditRow) => row.redispatch && void goTo({ id: row.redispatch.of }),
    }),
    [goTo],
  );

  const failures = useFailures(timeline, cleared, active, (failure, isDistant) => {
    setDistant(isDistant ? failure : null);
    activate(failure);
    grid.current?.focus();
  });

  const hiddenByClear = log.size - log.countAfter(cleared.seq);
  const toGrid = () => grid.current?.focus();
  const unclear = () => {
    onView({ cleared: { seq: '0', time: 0 } });
    toGrid();
  };
  const newest = (): Moment => ({ seq: log.newestSeq, time: Date.now() });
  const togglePause = () => onPause(paused === null ? newest() : null);
  const clear = () => {
    // What waits behind a pause has not been seen.
    const { seq, time } = paused ?? newest();
    onView({ cleared: { seq: seq.toString(), time } });
  };
  const activeRow = active !== null && isDelivery(active) ? active : null;
  useShortcuts({
    '/': () => filterInput.current?.focus(),
    p: () => live && togglePause(),
    n: () => {
      grid.current?.toNewest();
      grid.current?.focus();
    },
    f: () => failures.toFailure(1),
    F: () => failures.toFailure(-1),
    g: () => {
      if (activeRow?.redispatch) actions.jumpToOriginal(activeRow);
      else if (activeRow) actions.jumpToFirstAttempt(activeRow);
    },
    r: () => activeRow && panel.role === 'redispatcher' && send({ row: activeRow }),
  });
  useEffect(() => {
    // Not from a menu or a dialog that was opened while the panel was still connecting.
    if (!document.activeElement?.closest('[role=menu], [role=dialog]')) grid.current?.focus();
  }, []);

  const search = (text: string) => {
    const oldest = log.reachedStart ? null : log.oldestSeq;
    const loaded = oldest === null ? null : { count: log.size, oldest };
    payloads.start(text, loaded, (wanted, before) =>
      live
        ? ask(api.webhookAudit.search, { text: wanted, before })
        : imported.search(wanted, before),
    );
  };
  const closeSearch = () => {
    session.closeSearch();
    grid.current?.focus();
  };

  return (
    <TimelineActionsProvider value={actions}>
      {toolbar &&
        createPortal(
          <TimelineToolbar
            filterRef={filterInput}
            filter={view.filter}
            onFilter={setFilter}
            onLeaveFilter={toGrid}
            log={log}
            live={live}
            paused={paused !== null}
            held={paused === null ? 0 : countHeld(feed, paused)}
            onPause={togglePause}
            onClear={clear}
            searching={searchOpen}
            onSearch={() => (searchOpen ? closeSearch() : setSearchOpen(true))}
            columns={columns}
          />,
          toolbar,
        )}
      <div ref={container} className="flex h-full min-w-0 flex-col">
        {searchOpen && (
          <SearchBar
            search={payloads.search}
            masked={masked}
            onStart={search}
            onGoOn={payloads.goOn}
            onStop={payloads.stop}
            onClose={closeSearch}
          />
        )}
        <HistogramBar list={timeline.ofAnyTime} terms={timeline.terms} onChange={setFilter} />
        <SummaryBar
          timeline={timeline}
          live={live}
          failures={failures}
          hiddenByClear={hiddenByClear}
          onFilter={setFilter}
          onUnclear={unclear}
          onGone={toGrid}
        />
        {picked.size > 0 && (
          <PickedBar
            picked={picked}
            onForget={() => {
              setPicked(new Map());
              toGrid();
            }}
          />
        )}
        <div className="relative min-h-0 flex-1">
          <EventGrid
            ref={grid}
            list={list}
            columns={columns}
            active={active}
            checked={picked}
            mayRedispatch={panel.role === 'redispatcher'}
            onActivate={activate}
            onCheck={pick}
            onOpen={onOpen}
            onNearEnd={timeline.fetchMore}
          />
          {list.length === 0 && (
            <div className="absolute inset-x-0 top-6 bottom-0">
              <TimelineEmpty
                timeline={timeline}
                loaded={feed.loaded && timeline.settled}
                isLoopback={panel.deployment.isLoopback}
                hiddenByClear={hiddenByClear}
                search={payloads.search}
                masked={masked}
                onFilter={setFilter}
                onUnclear={unclear}
                onGone={toGrid}
              />
            </div>
          )}
        </div>
      </div>
    </TimelineActionsProvider>
  );
}

/** How many deliveries and rejections came since a pause began. */
function countHeld({ log, rejections }: EventFeed, { seq, time }: Moment): number {
  const refused = rejections.rows.filter(({ first_at }) => first_at > time);
  return refused.reduce((sum, { count }) => sum + count, log.countAfter(seq));
}
