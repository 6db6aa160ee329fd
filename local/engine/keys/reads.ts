/** The index keys that a run read, and those that a commit wrote. */
import type { ReadSet } from '../contract/contract.ts';
import { IntervalSet, type Interval } from './intervals.ts';

/** `table.index`. Even a table that does not exist yet has a name, so a query can wait for it. */
type IndexName = string;

export class Reads {
  readonly #sets = new Map<IndexName, IntervalSet>();
  #size = 0;

  /** How many intervals were read. As in Convex, those that overlap or touch count once. */
  get size(): number {
    return this.#size;
  }

  add(index: IndexName, interval: Interval): void {
    let set = this.#sets.get(index);
    if (!set) this.#sets.set(index, (set = new IntervalSet()));
    const before = set.size;
    set.add(interval);
    this.#size += set.size - before;
  }

  /** True when an interval that was read contains one of the written keys. */
  overlaps(writes: Writes): boolean {
    for (const [index, keys] of writes.sorted()) {
      if (this.#sets.get(index)?.containsAny(keys)) return true;
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

/** The index keys of the documents that a transaction wrote, before and after each write. */
export class Writes {
  readonly #keys = new Map<IndexName, Uint8Array[]>();
  #inOrder = true;

  add(index: IndexName, key: Uint8Array): void {
    const known = this.#keys.get(index);
    if (known) known.push(key);
    else this.#keys.set(index, [key]);
    this.#inOrder = false;
  }

  get isEmpty(): boolean {
    return this.#keys.size === 0;
  }

  /** Names of the tables that were written to. */
  tables(): string[] {
    return [...this.#keys.keys()].map((index) => index.split('.')[0]!);
  }

  touches(table: string): boolean {
    return this.#keys.has(`${table}.by_id`);
  }

  sorted(): ReadonlyMap<IndexName, Uint8Array[]> {
    if (!this.#inOrder)
      for (const keys of this.#keys.values()) keys.sort((a, b) => Buffer.compare(a, b));
    this.#inOrder = true;
    return this.#keys;
  }
}
