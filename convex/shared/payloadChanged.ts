import { briefly, parseClerkEvent } from './clerkEvent.ts';

const MAX_FIELDS = 20;

/**
 * Names of the top-level fields of `data` that differ between two bodies, at most 20, sorted.
 * The order of keys is never a difference. Undefined when one of them is no Clerk event.
 */
export function payloadChanged(before: string, after: string): string[] | undefined {
  const [a, b] = [parseClerkEvent(before), parseClerkEvent(after)];
  if (a.kind !== 'event' || b.kind !== 'event') return undefined;
  const [old, now] = [a.event.data, b.event.data];
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names]
    .filter(
      (name) =>
        !(Object.hasOwn(old, name) && Object.hasOwn(now, name) && isSame(old[name], now[name])),
    )
    .map((name) => briefly(name.toWellFormed()))
    .sort()
    .slice(0, MAX_FIELDS);
}

/** Without recursion: a user's own metadata may be nested deeper than the stack. */
function isSame(one: unknown, other: unknown): boolean {
  const pairs: [unknown, unknown][] = [[one, other]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = pair;
    if (a === b) continue;
    const [from, to] = [entriesOf(a), entriesOf(b)];
    if (from === null || to === null || Array.isArray(a) !== Array.isArray(b)) return false;
    if (from.size !== to.size) return false;
    for (const [key, value] of from) {
      if (!to.has(key)) return false;
      pairs.push([value, to.get(key)]);
    }
  }
  return true;
}

function entriesOf(value: unknown): Map<string, unknown> | null {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
}
