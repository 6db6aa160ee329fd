import { create, type Delta, type DiffContext, type Filter } from 'jsondiffpatch';
import type { Comparable } from './comparable.ts';
import { ItemKeys } from './itemKeys.ts';

/** jsondiffpatch tries every pair of items that could match. More pairs than this take seconds. */
const PAIRS_AT_MOST = 250_000;

/**
 * The differences. The order of keys is never a difference; ItemKeys matches the items of arrays.
 */
export function deltaOf(left: Comparable, right: Comparable): Delta {
  const keys = new ItemKeys();
  const differ = create({ objectHash: (item) => keys.keyOf(item as Comparable) });
  const matchItems = (context: DiffContext) => {
    if (!context.leftIsArray) return;
    const [before, after] = [context.left, context.right] as [Comparable[], Comparable[]];
    const middle = withoutEqualEnds(before, after, keys);
    if (middle.left.length * middle.right.length > PAIRS_AT_MOST) compareByPosition(context);
    else keys.pairLeftovers(middle.left, middle.right);
  };
  differ.processor.pipes.diff
    .remove('dates')
    .replace('objects', named('objects', compareFields))
    .before('arrays', named('matchItems', matchItems));
  return differ.diff(left, right);
}

function withoutEqualEnds(left: Comparable[], right: Comparable[], keys: ItemKeys) {
  const shorter = Math.min(left.length, right.length);
  const matches = (a: number, b: number) =>
    left[a] === right[b] || keys.keyOf(left[a]!) === keys.keyOf(right[b]!);
  let head = 0;
  while (head < shorter && matches(head, head)) head++;
  let tail = 0;
  while (head + tail < shorter && matches(left.length - 1 - tail, right.length - 1 - tail)) tail++;
  return {
    left: left.slice(head, left.length - tail),
    right: right.slice(head, right.length - tail),
  };
}

function compareByPosition(context: DiffContext): void {
  const left = context.left as Comparable[];
  const right = context.right as Comparable[];
  const shorter = Math.min(left.length, right.length);
  const delta: Record<string, unknown> = { _t: 'a' };
  for (let at = 0; at < shorter; at++) {
    const child = new (context.constructor as typeof DiffContext)(left[at], right[at]);
    context.push(child, at);
  }
  for (let at = shorter; at < left.length; at++) delta[`_${at}`] = [left[at], 0, 0];
  for (let at = shorter; at < right.length; at++) delta[at] = [right[at]];
  context.setResult(delta as Delta).exit();
}

/** Looks only at the fields that may differ: most texts of two payloads are the same. */
function compareFields(context: DiffContext): void {
  if (context.leftIsArray || context.leftType !== 'object') return;
  const { left, right } = context as unknown as Record<
    'left' | 'right',
    Record<string, Comparable>
  >;
  const add = (name: string) =>
    context.push(new (context.constructor as typeof DiffContext)(left[name], right[name]), name);
  for (const name in left) if (left[name] !== right[name]) add(name);
  for (const name in right) if (left[name] === undefined) add(name);
  if (context.children === undefined) context.setResult(undefined);
  context.exit();
}

function named(filterName: string, filter: (context: DiffContext) => void): Filter<DiffContext> {
  return Object.assign(filter, { filterName });
}
