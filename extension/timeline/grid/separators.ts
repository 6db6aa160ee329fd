import type { Mark } from '../../../webhooks/shared/mark.ts';
import { formatDay } from '../../event/format.ts';
import { timeOf, type TimelineItem } from '../../event/item.ts';

/** A line above a row that names a new day or a deploy. */
export interface Separator {
  /** The place of the row below it. */
  index: number;
  kind: 'day' | 'deploy';
  words: string;
}

/**
 * The separators above the rows from `first` to `last`. Unfolded rows of an event have none, since
 * they are not in the order of the list.
 *
 * @param marks the deploys that were marked, newest first
 * @param end the time above the first row, milliseconds since 1970: now, or that of the next event
 */
export function separatorsOf(
  list: { at: (index: number) => TimelineItem | undefined },
  isInOrder: (item: TimelineItem) => boolean,
  { first, last }: { first: number; last: number },
  marks: readonly Mark[],
  end: number,
): Separator[] {
  const separators: Separator[] = [];
  let above = end;
  for (let index = first; index > 0; index--) {
    const item = list.at(index - 1);
    if (item === undefined || !isInOrder(item)) continue;
    above = timeOf(item);
    break;
  }
  for (let index = first; index <= last; index++) {
    const item = list.at(index);
    if (item === undefined || !isInOrder(item)) continue;
    const time = timeOf(item);
    if (dayOf(time) !== dayOf(above))
      separators.push({ index, kind: 'day', words: formatDay(time) });
    const between = marks.filter(({ at }) => at > time && at <= above);
    if (between.length > 0) {
      const words = `deploy ${between.map(({ name }) => name).join(', ')}`;
      separators.push({ index, kind: 'deploy', words });
    }
    above = time;
  }
  return separators;
}

function dayOf(time: number): string {
  return new Date(time).toDateString();
}
