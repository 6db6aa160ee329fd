/** What a run has read and what a commit has written, as intervals and points of index keys. */
import type { ReadSet } from './contract.ts';

/** Half-open: `from` is inside, `to` is not. */
export type Interval = { from: Uint8Array; to: Uint8Array };

/** `table.index`; tables that do not exist yet have a name too, so a query can wait for them. */
export type IndexName = string;

export class Reads {
  private readonly intervals = new Map<IndexName, Interval[]>();
  count = 0;

  add(index: IndexName, interval: Interval): void {
    const known = this.intervals.get(index);
    this.count += 1;
    if (known) known.push(interval);
    else this.intervals.set(index, [interval]);
  }

  /** True when one of the written keys lies in an interval that was read. */
  overlaps(writes: Writes): boolean {
    for (const [index, keys] of writes.sorted()) {
      const intervals = this.intervals.get(index);
      if (intervals?.some((interval) => containsAny(interval, keys))) return true;
    }
    return false;
  }

  seal(): ReadSet {
    return this as unknown as ReadSet;
  }

  static of(reads: ReadSet): Reads {
    return reads as unknown as Reads;
  }
}

/** Index keys that a transaction has written: those that its documents left and those they took. */
export class Writes {
  private readonly keys = new Map<IndexName, Uint8Array[]>();
  private inOrder = true;

  add(index: IndexName, key: Uint8Array): void {
    const known = this.keys.get(index);
    if (known) known.push(key);
    else this.keys.set(index, [key]);
    this.inOrder = false;
  }

  get isEmpty(): boolean {
    return this.keys.size === 0;
  }

  touches(table: string): boolean {
    return this.keys.has(`${table}.by_id`);
  }

  sorted(): ReadonlyMap<IndexName, Uint8Array[]> {
    if (!this.inOrder) for (const keys of this.keys.values()) keys.sort(Buffer.compare);
    this.inOrder = true;
    return this.keys;
  }
}

function containsAny({ from, to }: Interval, sortedKeys: Uint8Array[]): boolean {
  let low = 0;
  let high = sortedKeys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Buffer.compare(sortedKeys[middle]!, from) < 0) low = middle + 1;
    else high = middle;
  }
  const first = sortedKeys[low];
  return first !== undefined && Buffer.compare(first, to) < 0;
}
