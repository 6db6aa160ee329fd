import { isDelivery, type TimelineItem } from '../../event/item.ts';
import { isIn } from '../rows/foldedRows.ts';
import { useTimelineCommands, useTimelineState } from '../state/timeline.ts';
import type { Folding } from './LeadCell.tsx';

/** Which rows unfold, and the keys that do it. */
export function useFolding() {
  const { list, active, rowsOf, until, isUnfolded } = useTimelineState();
  const { activate, unfold } = useTimelineCommands();

  const foldingOf = (item: TimelineItem): Folding | null => {
    if (!isDelivery(item) || !isIn(list.lines, item)) return null;
    const count = rowsOf(item).filter(({ seq }) => seq <= until).length;
    return count < 2 ? null : { count, isUnfolded: isUnfolded(item) };
  };
  const toggle = (item: TimelineItem) => {
    if (isDelivery(item)) unfold(item, !isUnfolded(item));
  };
  /**
   * → unfolds a line or, if unfolded, goes to its first row; ← goes back to the line, or folds it.
   */
  const onKey = (key: string): boolean => {
    if ((key !== 'ArrowLeft' && key !== 'ArrowRight') || active === null) return false;
    const folding = foldingOf(active);
    if (folding === null) {
      const line = isDelivery(active) && rowsOf(active).findLast((row) => isIn(list.lines, row));
      if (key === 'ArrowLeft' && line) activate(line);
    } else if (folding.isUnfolded !== (key === 'ArrowRight')) toggle(active);
    else if (key === 'ArrowRight') activate(list.at(list.placeOf(active) + 1)!);
    return true;
  };
  return { foldingOf, toggle, onKey };
}
