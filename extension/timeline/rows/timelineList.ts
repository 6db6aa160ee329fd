import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Rejection } from '../../../webhooks/shared/rejection.ts';
import { isDelivery, standsBelow, type TimelineItem } from '../../event/item.ts';
import type { Lines } from './foldedRows.ts';
import { HeldLines } from './heldLines.ts';
import { countWhile } from '../../data/feed/countWhile.ts';

/** An unfolded line, and the other rows of its event, newest first. */
export interface Unfolded {
  line: AuditRow;
  rows: readonly AuditRow[];
}

/**
 * One list, newest first, of the lines, the rejections between them, and the unfolded rows below
 * their lines. It does not copy the lines, so make a new list when they change.
 */
export class TimelineList {
  readonly length: number;
  readonly lines: Lines;
  readonly #rejections: readonly Rejection[];
  readonly #unfolded: readonly Unfolded[];
  /** Everything but the lines, each with its place in the whole list, ascending. */
  readonly #between: { item: TimelineItem; place: number }[];

  /** @param rejections newest first */
  constructor(lines: Lines, rejections: readonly Rejection[], unfolded: readonly Unfolded[] = []) {
    this.lines = lines;
    this.#rejections = rejections;
    this.#unfolded = unfolded;
    const between = [
      ...unfolded.flatMap(({ line, rows }) => {
        const below = lines.countNewerThan(line.seq) + 1;
        return rows.map((item) => ({ item: item as TimelineItem, below }));
      }),
      ...rejections.map((item) => ({ item, below: lines.countAfter(item.last_at) })),
    ];
    // The sort is stable, so unfolded rows stay above the rejections below their line.
    if (unfolded.length > 0) between.sort((a, b) => a.below - b.below);
    this.#between = between.map(({ item, below }, index) => ({ item, place: below + index }));
    this.length = lines.length + between.length;
  }

  at(index: number): TimelineItem | undefined {
    const before = countWhile(this.#between.length, (i) => this.#between[i]!.place < index);
    const here = this.#between[before];
    return here?.place === index ? here.item : this.lines.at(index - before);
  }

  /** The place of an item, or the place that it would have. */
  placeOf(item: TimelineItem): number {
    const line = isDelivery(item)
      ? this.lines.countNewerThan(item.seq)
      : this.lines.countAfter(item.last_at);
    const isLine = isDelivery(item) && this.lines.at(line)?.seq === item.seq;
    const between = isLine ? undefined : this.#between.find((one) => one.item._id === item._id);
    if (between !== undefined) return between.place;
    // Each item above moves it one place down.
    const isAbove = (i: number) => {
      const { item: other, place } = this.#between[i]!;
      if (place - i !== line) return place - i < line;
      return isLine || isDelivery(other) || standsBelow(item, other);
    };
    return line + countWhile(this.#between.length, isAbove);
  }

  /** The place of an item; for an unlisted one, the middle between its two neighbours. */
  placeAmong(item: TimelineItem): number {
    const place = this.placeOf(item);
    return this.at(place)?._id === item._id ? place : place - 0.5;
  }

  /** The same list with other lines unfolded. */
  withUnfolded(unfolded: readonly Unfolded[]): TimelineList {
    if (unfolded.length === 0 && this.#unfolded.length === 0) return this;
    return new TimelineList(this.lines, this.#rejections, unfolded);
  }

  /** A snapshot of this list, which stays valid while the lines change. */
  held(): TimelineList {
    return new TimelineList(HeldLines.of(this.lines), this.#rejections);
  }

  /** A held list, followed by the older items of this one. */
  below(held: TimelineList): TimelineList {
    const last = held.at(held.length - 1);
    if (last === undefined || !(held.lines instanceof HeldLines)) return this;
    const known = new Set(held.#rejections.map(({ _id }) => _id));
    const older = this.#rejections.filter((one) => !known.has(one._id) && standsBelow(one, last));
    return new TimelineList(held.lines.above(this.lines), [...held.#rejections, ...older]);
  }

  /** How many lines and rejections of this list are not in a held list yet. */
  countWaiting(held: TimelineList): number {
    const [first, last] = [held.lines.at(0), held.at(held.length - 1)];
    if (last === undefined) return 0;
    const known = new Set(held.#rejections.map(({ _id }) => _id));
    const rejections = this.#rejections.filter(
      (one) => !known.has(one._id) && !standsBelow(one, last),
    );
    const lines = first === undefined ? this.lines.length : this.lines.countNewerThan(first.seq);
    return lines + rejections.length;
  }
}
