import { useMemo, useState, type ReactNode } from 'react';
import type { Mark } from '../../../webhooks/shared/mark.ts';
import { useMarks } from '../../data/marks.ts';
import type { Boundary, EventFeed } from '../../data/feed/useEventFeed.ts';
import { isDelivery, type TimelineItem } from '../../event/item.ts';
import { focusEvents } from '../../panel/focus.ts';
import { usePanel } from '../../panel/panel.tsx';
import type { ViewState } from '../../panel/settings.ts';
import { useStableCommands } from '../../ui/redraw/useStableCommands.ts';
import type { Moment } from '../rows/matchingRows.ts';
import { useActiveItem } from '../rows/useActiveItem.ts';
import { useFailures } from '../rows/useFailures.ts';
import { useTimeline } from '../rows/useTimeline.ts';
import { useUnfolded } from '../rows/useUnfolded.ts';
import {
  TimelineCommandsProvider,
  TimelineStateProvider,
  type TimelineCommands,
  type TimelineState,
} from './timeline.ts';
import { useGoTo } from './useGoTo.ts';
import { useSearchCommands } from './useSearchCommands.ts';
import type { TimelineSession } from './useTimelineSession.ts';

const NO_MARKS: readonly Mark[] = [];

/** Provides the timeline of a feed and its commands to the components inside. */
export function TimelineProvider({
  feed,
  live,
  view,
  onView,
  paused,
  onPause,
  onEarlier,
  session,
  children,
}: {
  feed: EventFeed;
  /** True for the events of a deployment, false for those of a file. */
  live: boolean;
  view: ViewState;
  onView: (change: Partial<ViewState>) => void;
  paused: Moment | null;
  onPause: (paused: Moment | null) => void;
  /** Shows the events before a boundary instead of these. */
  onEarlier: (before: Boundary) => void;
  session: TimelineSession;
  children: ReactNode;
}) {
  const { role } = usePanel();
  const { log } = feed;
  const grows = live && feed.before === null;
  const { selection, setSelection, distant, setDistant, searchOpen, payloads } = session;
  const [isHeld, hold] = useState(false);
  const bounds = useBounds(view, paused);
  const marksOfDeployment = useMarks();
  const marks = live ? marksOfDeployment : NO_MARKS;
  const found = payloads.search?.found ?? null;
  const { fetchMore, fetchOn, showNew, boundary, ...folded } = useTimeline(
    feed,
    view.filter,
    bounds,
    found,
    isHeld,
    marks[0]?.at ?? null,
  );
  const active = useActiveItem(view.selected, feed, found, folded.older.beyond, distant);
  const { rowsOf, until } = folded;
  const { list, lineOf, ...unfolding } = useUnfolded(folded.list, rowsOf, until, active);
  const timeline = { ...folded, list };

  // The times that the server sent: its clock now is only estimated.
  const newest = (): Moment => ({
    seq: log.newestSeq,
    time: Math.max(Number(log.newestSeq / 1_000_000n), feed.rejections.rows[0]?.last_at ?? 0),
  });
  const activate = (item: TimelineItem, keepSelection = false) => {
    if (!keepSelection) setSelection(new Map());
    onView({ selected: { kind: isDelivery(item) ? 'delivery' : 'rejection', id: item._id } });
  };
  const failures = useFailures(
    timeline,
    log.states,
    bounds.cleared,
    active,
    (failure, isDistant) => {
      setDistant(isDistant ? failure : null);
      activate(failure);
      focusEvents();
    },
  );
  const goTo = useGoTo(log, active);
  const searching = useSearchCommands(feed, live, session);

  const commands = useStableCommands<TimelineCommands>({
    setFilter: (filter) => onView({ filter }),
    togglePause: () => grows && onPause(paused === null ? newest() : null),
    clear() {
      // Clear only shown events, not those that wait behind a pause.
      const { seq, time } = paused ?? newest();
      onView({ cleared: { seq: seq.toString(), time } });
    },
    unclear() {
      onView({ cleared: { seq: '0', time: 0 } });
      focusEvents();
    },
    activate,
    unfold(row, isUnfolded) {
      unfolding.setUnfolded(row, isUnfolded);
      const line = lineOf(row);
      // A folded row cannot stay the open one.
      if (
        !isUnfolded &&
        line !== null &&
        active !== null &&
        rowsOf(row).some(({ _id }) => _id === active._id)
      )
        activate(line);
    },
    toggleSelected: (items) => setSelection((before) => toggled(before, items)),
    clearSelection() {
      setSelection(new Map());
      focusEvents();
    },
    ...goTo,
    toFailure: failures.toFailure,
    fetchMore,
    fetchOn,
    showEarlier: () => onEarlier(boundary()),
    hold,
    showNew,
    setByError: session.setByError,
    ...searching,
  });
  const state: TimelineState = {
    ...timeline,
    isUnfolded: unfolding.isUnfolded,
    marks,
    log,
    rejections: feed.rejections.rows,
    live,
    grows,
    masked: live && role === 'viewer',
    ready: feed.loaded && timeline.settled,
    filter: view.filter,
    isNarrowed: found !== null || paused !== null || bounds.cleared.seq > 0n,
    hiddenByClear: log.size - log.countAfter(bounds.cleared.seq),
    paused: paused !== null,
    behindPause: paused === null ? 0 : countSince(feed, paused),
    active,
    selection,
    byError: session.byError,
    searchOpen,
    search: payloads.search,
    failureText: failures.told,
    failureError: failures.failed,
  };
  return (
    <TimelineCommandsProvider value={commands}>
      <TimelineStateProvider value={state}>{children}</TimelineStateProvider>
    </TimelineCommandsProvider>
  );
}

function useBounds({ cleared: { seq, time } }: ViewState, paused: Moment | null) {
  const cleared = useMemo(() => ({ seq: BigInt(seq), time }), [seq, time]);
  return useMemo(() => ({ cleared, paused }), [cleared, paused]);
}

function toggled(before: ReadonlyMap<string, TimelineItem>, items: readonly TimelineItem[]) {
  const after = new Map(before);
  for (const item of items) {
    if (items.length === 1 && before.has(item._id)) after.delete(item._id);
    else after.set(item._id, item);
  }
  return after;
}

/** How many deliveries and rejections came since a pause began. */
function countSince({ log, rejections }: EventFeed, { seq, time }: Moment): number {
  const rejected = rejections.rows.filter(({ first_at }) => first_at > time);
  return rejected.reduce((sum, { count }) => sum + count, log.countAfter(seq));
}
