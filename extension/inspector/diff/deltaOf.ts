import { create, type Delta, type DiffContext, type Filter } from 'jsondiffpatch';
import { isContainer } from '../payload/valuePreview.ts';

/** jsondiffpatch tries every pair of items that could match; more than this many takes seconds. */
const PAIRS_AT_MOST = 250_000;

/** What differs, key order never; array items are matched by `id`, or by position without one. */
export function deltaOf(left: unknown, right: unknown): Delta {
  return differ.diff(left, right);
}

const differ = create({ objectHash: itemHash });
differ.processor.pipes.diff.before(
  'arrays',
  Object.assign(compareLongArraysByPosition, { filterName: 'longArrays' }) as Filter<DiffContext>,
);

/** Of unlike kinds, two items never match: the library takes null and arrays for objects, too. */
function itemHash(item: unknown, index?: number): string {
  if (!isContainer(item)) return 'null';
  if (Array.isArray(item)) return `array at:${index}`;
  const { id } = item as { id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? `id:${id}` : `object at:${index}`;
}

/** Leaves an array to the library unless what is left after equal ends is too much to match. */
function compareLongArraysByPosition(context: DiffContext): void {
  if (!context.leftIsArray) return;
  const left = context.left as unknown[];
  const right = context.right as unknown[];
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && matches(left, right, head, head)) head++;
  let tail = 0;
  while (
    head + tail < shorter &&
    matches(left, right, left.length - 1 - tail, right.length - 1 - tail)
  ) {
    tail++;
  }
  const ends = head + tail;
  if ((left.length - ends) * (right.length - ends) <= PAIRS_AT_MOST) return;

  const delta: Record<string, unknown> = { _t: 'a' };
  for (let at = 0; at < shorter; at++) {
    const child = new (context.constructor as typeof DiffContext)(left[at], right[at]);
    context.push(child, at);
  }
  for (let at = shorter; at < left.length; at++) delta[`_${at}`] = [left[at], 0, 0];
  for (let at = shorter; at < right.length; at++) delta[at] = [right[at]];
  context.setResult(delta as Delta).exit();
}

function matches(left: unknown[], right: unknown[], atLeft: number, atRight: number): boolean {
  const a = left[atLeft];
  const b = right[atRight];
  if (a === b) return true;
  return isContainer(a) && isContainer(b) && itemHash(a, atLeft) === itemHash(b, atRight);
}
