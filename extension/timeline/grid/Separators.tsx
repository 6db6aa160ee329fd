import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { useNow } from '../../ui/time/useNow.ts';
import { ROW_HEIGHT } from '../../ui/list/useVirtualGrid.ts';
import type { TimelineItem } from '../../event/item.ts';
import { useTimelineState } from '../state/timeline.ts';
import { separatorsOf } from './separators.ts';

const HEIGHT = 16;

/** Lines between the rows in view where a day or a deploy begins, each with its name. */
export function Separators({
  first,
  last,
  isInOrder,
  rowHeight,
}: {
  first: number;
  last: number;
  isInOrder: (item: TimelineItem) => boolean;
  /** In pixels, also for the header. */
  rowHeight: number;
}) {
  const { list, marks, before } = useTimelineState();
  const now = Math.max(useNow(60_000), marks[0]?.at ?? 0);
  const end = before?.time ?? now;
  const separators = separatorsOf(list, isInOrder, { first, last }, marks, end);
  // On the edge between two rows; between low rows without a frame, so that it hides no text of either.
  const topOf = (index: number) => (index + 1) * rowHeight - HEIGHT / 2;
  return separators.map(({ index, kind, words }) => (
    <div
      key={`${index} ${kind} ${words}`}
      aria-hidden
      style={{ transform: `translateY(${topOf(index)}px)` }}
      className={`pointer-events-none absolute top-0 left-0 flex h-4 w-full items-center justify-end ${index === 0 ? 'z-20' : 'z-1'} ${kind === 'deploy' ? 'pr-10 text-accent' : 'pr-40 text-muted'}`}
    >
      <span className="absolute inset-x-0 top-1/2 border-t border-current opacity-60" />
      <span
        className={`relative bg-bg px-1 text-[10px] ${rowHeight < ROW_HEIGHT ? 'leading-[8px]' : 'rounded-sm border border-current leading-[9px]'}`}
      >
        <VisibleText text={words} />
      </span>
    </div>
  ));
}
