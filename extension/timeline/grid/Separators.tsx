import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { useNow } from '../../ui/time/useNow.ts';
import { ROW_HEIGHT } from '../../ui/list/useVirtualGrid.ts';
import type { TimelineItem } from '../../event/item.ts';
import { useTimelineState } from '../state/timeline.ts';
import { separatorsOf, type Separator } from './separators.ts';

/** In pixels. */
const HEIGHT = 16;

/** The days and deploys that begin among the rows from `first` to `last`. */
export function useSeparators(
  first: number,
  last: number,
  isInOrder: (item: TimelineItem) => boolean,
): Separator[] {
  const { list, marks, before } = useTimelineState();
  const now = Math.max(useNow(60_000), marks[0]?.at ?? 0);
  return separatorsOf(list, isInOrder, { first, last }, marks, before?.time ?? now);
}

/** True if the texts of a row move down, away from a name on its upper edge, and from none below. */
export function makesRoom(separators: Separator[], row: number): boolean {
  const isAt = (edge: number) => separators.some(({ index }) => index === edge);
  return isAt(row) && !isAt(row + 1);
}

/** How far they move, in pixels. */
export function roomBelowSeparator(rowHeight: number): number {
  return rowHeight < ROW_HEIGHT ? 1 : 3;
}

/** Lines between rows where a day or a deploy begins, each with its name. */
export function Separators({
  separators,
  rowHeight,
}: {
  separators: Separator[];
  /** In pixels, also for the header. */
  rowHeight: number;
}) {
  const isLow = rowHeight < ROW_HEIGHT;
  const topOf = (index: number) => (index + 1) * rowHeight - HEIGHT / 2;
  const name = `bg-bg px-1 ${isLow ? 'leading-[8px]' : 'rounded-sm border border-current leading-[9px]'}`;
  return separators.map(({ index, day, deploy }) => (
    <div
      key={index}
      aria-hidden
      style={{ transform: `translateY(${topOf(index)}px)`, height: HEIGHT }}
      className={`pointer-events-none absolute top-0 left-0 flex w-full items-center justify-end ${index === 0 ? 'z-20' : 'z-1'}`}
    >
      <span
        className={`absolute inset-x-0 top-1/2 border-t border-current opacity-60 ${deploy === null ? 'text-muted' : 'text-accent'}`}
      />
      <span className="sticky right-10 mt-0.5 flex max-w-[75cqw] min-w-0 gap-1 text-[10px]">
        {day !== null && <span className={`shrink-0 text-muted ${name}`}>{day}</span>}
        {deploy !== null && (
          <span
            className={`min-w-0 overflow-x-clip text-ellipsis whitespace-nowrap text-accent ${name}`}
          >
            <VisibleText text={deploy} />
          </span>
        )}
      </span>
    </div>
  ));
}
