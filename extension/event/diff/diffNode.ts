import type { Delta } from 'jsondiffpatch';
import { isComparableContainer, originalKey, type Comparable } from './comparable.ts';

/** `inside`: a container on both sides, with different contents. */
export type Change = 'same' | 'inside' | 'added' | 'removed' | 'changed' | 'moved';

/** One place in two payloads. A side that lacks it is undefined, which JSON cannot hold. */
export interface DiffNode {
  /**
   * Null for the root. For an array item, its position on the right; for a removed one, on the
   * left.
   */
  name: string | number | null;
  segments: (string | number)[];
  change: Change;
  left: Comparable | undefined;
  right: Comparable | undefined;
  /** The differences inside; undefined when there are none. */
  delta: Delta;
  /** Computed on first use, so that folded parts without a difference are never examined. */
  content: DiffNode[] | null;
}

export function rootNode(left: Comparable, right: Comparable, delta: Delta): DiffNode {
  return nodeOf(null, [], left, right, delta);
}

/**
 * The places below a node, in the order of the left payload; additions at their place on the right.
 */
export function contentOf(node: DiffNode): DiffNode[] {
  node.content ??= makeContent(node);
  return node.content;
}

function makeContent(node: DiffNode): DiffNode[] {
  const { change, left, right, segments } = node;
  if (change === 'changed') return [];
  const child = (
    name: string | number,
    a: Comparable | undefined,
    b: Comparable | undefined,
    delta: Delta,
  ) => {
    const told = typeof name === 'string' ? originalKey(name) : name;
    return nodeOf(told, [...segments, told], a, b, delta);
  };
  if (change === 'added') {
    return entriesOf(right).map(([name, value]) => child(name, undefined, value, [value]));
  }
  if (change === 'removed') {
    return entriesOf(left).map(([name, value]) => child(name, value, undefined, [value, 0, 0]));
  }
  const delta = node.delta as Record<string, Delta> | undefined;
  if (delta === undefined) {
    return entriesOf(right).map(([name, value]) => child(name, value, value, undefined));
  }
  if (Array.isArray(right)) return itemsOf(left as Comparable[], right, delta, child);
  const a = left as Record<string, Comparable>;
  const b = right as Record<string, Comparable>;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].map((name) =>
    child(name, a[name], b[name], Object.hasOwn(delta, name) ? delta[name] : undefined),
  );
}

type MakeChild = (
  name: number,
  left: Comparable | undefined,
  right: Comparable | undefined,
  delta: Delta,
) => DiffNode;

/**
 * Array deltas name removed and moved items by their position on the left (`_3`), all others by
 * their position on the right. The remaining left items pair up, in order, with the right items
 * that are neither added nor moved.
 */
function itemsOf(
  left: Comparable[],
  right: Comparable[],
  delta: Record<string, Delta>,
  child: MakeChild,
): DiffNode[] {
  const movedFrom = new Map<number, number>();
  left.forEach((_, at) => {
    const moved = delta[`_${at}`];
    if (Array.isArray(moved) && moved[2] === 3) movedFrom.set(moved[1] as number, at);
  });

  const items: DiffNode[] = [];
  let atLeft = 0;
  const passRemoved = () => {
    for (let gone = delta[`_${atLeft}`]; gone !== undefined; gone = delta[`_${++atLeft}`]) {
      if ((gone as unknown[])[2] === 0) items.push(child(atLeft, left[atLeft], undefined, gone));
    }
  };
  right.forEach((value, at) => {
    passRemoved();
    const inner = delta[at];
    const from = movedFrom.get(at);
    if (from !== undefined) {
      items.push({ ...child(at, left[from], value, inner), change: 'moved' });
    } else if (Array.isArray(inner) && inner.length === 1) {
      items.push(child(at, undefined, value, inner));
    } else {
      items.push(child(at, left[atLeft], value, inner));
      atLeft++;
    }
  });
  passRemoved();
  return items;
}

function nodeOf(
  name: string | number | null,
  segments: (string | number)[],
  left: Comparable | undefined,
  right: Comparable | undefined,
  delta: Delta,
): DiffNode {
  return { name, segments, change: changeOf(delta), left, right, delta, content: null };
}

function changeOf(delta: Delta): Change {
  if (delta === undefined) return 'same';
  if (!Array.isArray(delta)) return 'inside';
  if (delta.length === 1) return 'added';
  return delta.length === 2 ? 'changed' : 'removed';
}

function entriesOf(value: Comparable | undefined): [string | number, Comparable][] {
  if (!isComparableContainer(value)) return [];
  return Array.isArray(value) ? value.map((item, at) => [at, item]) : Object.entries(value);
}
