/** Sets of index keys as disjoint, sorted intervals. */

/** Half-open: `from` is inside, `to` is not. */
export interface Interval {
  from: Uint8Array;
  to: Uint8Array;
}

export class IntervalSet {
  #intervals: Interval[] = [];

  /** How many intervals are left after merging those that overlap or touch. */
  get size(): number {
    return this.#intervals.length;
  }

  add(added: Interval): void {
    if (compare(added.from, added.to) >= 0) return;
    const intervals = this.#intervals;
    const first = search(intervals.length, (i) => compare(intervals[i]!.to, added.from) >= 0);
    let end = first;
    let { from, to } = added;
    while (end < intervals.length && compare(intervals[end]!.from, to) <= 0) {
      if (end === first) from = lesser(from, intervals[end]!.from);
      to = greater(to, intervals[end]!.to);
      end += 1;
    }
    intervals.splice(first, end - first, { from, to });
  }

  /** @param keys In ascending order. */
  containsAny(keys: readonly Uint8Array[]): boolean {
    return this.#intervals.some(({ from, to }) => {
      const key = keys[search(keys.length, (i) => compare(keys[i]!, from) >= 0)];
      return key !== undefined && compare(key, to) < 0;
    });
  }
}

/** The first position where the condition holds. It must hold at every later one. */
export function search(length: number, holds: (position: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function compare(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

export function lesser(a: Uint8Array, b: Uint8Array): Uint8Array {
  return compare(a, b) <= 0 ? a : b;
}

export function greater(a: Uint8Array, b: Uint8Array): Uint8Array {
  return compare(a, b) >= 0 ? a : b;
}
