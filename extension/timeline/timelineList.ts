import type { Rejection } from '../../convex/shared/rejection.ts';
import { isDelivery, type TimelineItem } from './item.ts';
import { countWhile, type MatchingRows } from './matchingRows.ts';

/** Deliveries and rejections in one list, newest first, without copying the deliveries. */
export class TimelineList {
  readonly length: number;
  /** The same for every list that only grew. */
  readonly rows: MatchingRows;
  readonly #rejections: readonly Rejection[];
  /** The place of each rejection in the whole list, ascending. */
  readonly #places: number[];

  /** `rejections`: newest first. The list is to be made anew when either of them changes. */
  constructor(rows: MatchingRows, rejections: readonly Rejection[]) {
    this.rows = rows;
    this.#rejections = rejections;
    this.#places = rejections.map(({ last_at }, index) => rows.countAfter(last_at) + index);
    this.length = rows.length + rejections.length;
  }

  at(index: number): TimelineItem | undefined {
    const before = countWhile(this.#places.length, (i) => this.#places[i]! < index);
    return this.#places[before] === index ? this.#rejections[before] : this.rows.at(index - before);
  }

  /** The place of an item, or where it would stand. */
  placeOf(item: TimelineItem): number {
    if (!isDelivery(item)) {
      const index = this.#rejections.findIndex(({ _id }) => _id === item._id);
      return this.#places[index] ?? this.rows.countAfter(item.last_at);
    }
    const row = this.rows.countNewerThan(item.seq);
    // Each rejection before it moves the row one down.
    return row + countWhile(this.#places.length, (i) => this.#places[i]! - i <= row);
  }

  /** The place of an item; of one that is not listed, the middle of the two that it lies between. */
  placeAmong(item: TimelineItem): number {
    const place = this.placeOf(item);
    return this.at(place)?._id === item._id ? place : place - 0.5;
  }
}
