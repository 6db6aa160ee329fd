import { create } from 'jsondiffpatch';
import { isComparableContainer, type Comparable } from './comparable.ts';

/**
 * Matches the items of two arrays by `id`, else by content, else by position among the remaining
 * items.
 */
export class ItemKeys {
  /** The common key of items that were paired. */
  readonly #pairs = new Map<Comparable, string>();
  readonly #contents = new Map<Comparable, number>();
  readonly #texts = new Map<string, number>();

  /** Two items with the same key are the same item. An object and an array never share a key. */
  keyOf(item: Comparable): string {
    const id = idOf(item);
    if (id !== undefined) return `id ${id}`;
    return this.#pairs.get(item) ?? `content ${this.#contentOf(item)}`;
  }

  /**
   * Between two matching items, pairs the remaining containers in order, the first with the first
   * and so on, and gives each pair a common key, so that the diff looks inside them.
   */
  pairLeftovers(left: Comparable[], right: Comparable[]): void {
    const [before, after] = [left, right].map((items) => items.map((item) => this.keyOf(item)));
    const delta = inOrder.diff(before, after) as Record<string, unknown> | undefined;
    if (delta === undefined) return;
    const removed = new Set(before!.filter((_, at) => `_${at}` in delta));
    const moved = new Set(after!.filter((key, at) => String(at) in delta && removed.has(key)));
    let gone: Comparable[] = [];
    let come: Comparable[] = [];
    const pair = () => {
      gone.forEach((item, at) => {
        const other = come[at];
        if (other === undefined || Array.isArray(item) !== Array.isArray(other)) return;
        const key = `pair ${this.#pairs.size}`;
        this.#pairs.set(item, key).set(other, key);
      });
      [gone, come] = [[], []];
    };
    const isLeftOver = (item: Comparable) =>
      isComparableContainer(item) && idOf(item) === undefined && !moved.has(this.keyOf(item));
    for (let i = 0, j = 0; i < left.length || j < right.length;) {
      if (`_${i}` in delta) {
        const item = left[i++]!;
        if (isLeftOver(item)) gone.push(item);
      } else if (String(j) in delta) {
        const item = right[j++]!;
        if (isLeftOver(item)) come.push(item);
      } else {
        pair();
        i++;
        j++;
      }
    }
    pair();
  }

  /** Equal values have the same number. Each container is read only once. */
  #contentOf(value: Comparable): number {
    const known = this.#contents.get(value);
    if (known !== undefined) return known;
    const text = this.#textOf(value);
    const content = this.#texts.get(text) ?? this.#texts.size;
    this.#texts.set(text, content);
    if (isComparableContainer(value)) this.#contents.set(value, content);
    return content;
  }

  #textOf(value: Comparable): string {
    if (!isComparableContainer(value)) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map((item) => this.#contentOf(item)).join()}]`;
    const fields = Object.keys(value).sort();
    return `{${fields.map((name) => `${JSON.stringify(name)}:${this.#contentOf(value[name]!)}`).join()}}`;
  }
}

const inOrder = create({ arrays: { detectMove: false } });

function idOf(item: Comparable): string | undefined {
  if (!isComparableContainer(item) || Array.isArray(item)) return undefined;
  return typeof item.id === 'string' ? item.id : undefined;
}
