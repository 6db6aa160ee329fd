import type { Mark } from '../../../webhooks/shared/mark.ts';
import { formatDay } from '../../event/format.ts';
import { timeOf, type TimelineItem } from '../../event/item.ts';

/** A line above a row that names a new day, a deploy or both. */
export interface Separator {
  /** The place of the row below it. */
  index: number;
  day: string | null;
  deploy: string | null;
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
    const day = dayOf(time) === dayOf(above) ? null : formatDay(time);
    const deploys = marks.filter(({ at }) => at > time && at <= above).map(({ name }) => name);
    const deploy = deploys.length === 0 ? null : `deploy ${deploys.join(', ')}`;
    if (day !== null || deploy !== null) separators.push({ index, day, deploy });
    above = time;
  }
  return separators;
}

function dayOf(time: number): string {
  return new Date(time).toDateString();
}
