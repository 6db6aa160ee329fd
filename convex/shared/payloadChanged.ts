import { isRecord, parseClerkEvent } from './clerkEvent.ts';

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
    .map((name) => name.toWellFormed())
    .sort()
    .slice(0, MAX_FIELDS);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  );
}
