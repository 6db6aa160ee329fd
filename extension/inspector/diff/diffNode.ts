import type { Delta } from 'jsondiffpatch';
import { isContainer } from '../payload/valuePreview.ts';
import { originalKey } from './comparable.ts';

/** `inside`: a container on both sides, with something different in it. */
export type Change = 'same' | 'inside' | 'added' | 'removed' | 'changed' | 'moved';

/** One place in two payloads. A side that has nothing there is undefined, which JSON cannot hold. */
export interface DiffNode {
  /** Null for the root. Array items have their position on the right, removed ones on the left. */
  name: string | number | null;
  segments: (string | number)[];
  change: Change;
  left: unknown;
  right: unknown;
  /** What differs inside; undefined when nothing does. */
  delta: Delta;
}

export function rootNode(left: unknown, right: unknown, delta: Delta): DiffNode {
  return nodeOf(null, [], left, right, delta);
}

/** The places below a node, in the order of the left payload, additions where the right has them. */
export function contentOf(node: DiffNode): DiffNode[] {
  const known = contents.get(node);
  if (known !== undefined) return known;
  const content = makeContent(node);
  contents.set(node, content);
  return content;
}

/** Made when first asked for: what is folded and the same is never looked into. */
const contents = new WeakMap<DiffNode, DiffNode[]>();

function makeContent(node: DiffNode): DiffNode[] {
  const { change, left, right, segments } = node;
  if (change === 'changed') return [];
  const child = (name: string | number, a: unknown, b: unknown, delta: Delta) => {
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
  if (Array.isArray(right)) return itemsOf(left as unknown[], right, delta, child);
  const a = left as Record<string, unknown>;
  const b = right as Record<string, unknown>;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].map((name) =>
    child(name, a[name], b[name], Object.hasOwn(delta, name) ? delta[name] : undefined),
  );
}

type MakeChild = (name: number, left: unknown, right: unknown, delta: Delta) => DiffNode;

/**
 * Array deltas name removed and moved items by their place on the left (`_3`), all others by their
 * place on the right. Left items that are neither pair up, in order, with right items that are
 * neither added nor moved to.
 */
function itemsOf(
  left: unknown[],
  right: unknown[],
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
  left: unknown,
  right: unknown,
  delta: Delta,
): DiffNode {
  return { name, segments, change: changeOf(delta), left, right, delta };
}

function changeOf(delta: Delta): Change {
  if (delta === undefined) return 'same';
  if (!Array.isArray(delta)) return 'inside';
  if (delta.length === 1) return 'added';
  return delta.length === 2 ? 'changed' : 'removed';
}

function entriesOf(value: unknown): [string | number, unknown][] {
  if (!isContainer(value)) return [];
  return Array.isArray(value) ? value.map((item, at) => [at, item]) : Object.entries(value);
}
