import { briefly, parseClerkEvent } from './clerkEvent.ts';
import { JsonNumber, parseJson, type Json, type JsonObject } from './exactJson.ts';

const MAX_FIELDS = 20;
const MAX_FIELD_LENGTH = 64;

/**
 * Names of the top-level fields of `data` that differ between two bodies, sorted: the first 20, and
 * `…3 more` at the end for the others. The order of keys is never a difference; a number differs
 * when it is written differently. Undefined when one of the bodies is not an event.
 */
export function payloadChanged(before: string, after: string): string[] | undefined {
  const [old, now] = [dataOf(before), dataOf(after)];
  if (old === undefined || now === undefined) return undefined;
  const names = new Set([...old.keys(), ...now.keys()]);
  const changed = [...names]
    .filter((name) => !isSame(old.get(name), now.get(name)))
    .map((name) => briefly(name.toWellFormed(), MAX_FIELD_LENGTH))
    .sort();
  const more = changed.length - MAX_FIELDS;
  return more <= 0 ? changed : [...changed.slice(0, MAX_FIELDS), `…${more} more`];
}

function dataOf(body: string): JsonObject | undefined {
  if (parseClerkEvent(body).kind !== 'event') return undefined;
  return (parseJson(body) as JsonObject).get('data') as JsonObject;
}

/** Does not recurse: a user's own metadata may be nested deeper than the stack. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  const pairs = [[one, other]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = pair;
    if (a === b) continue;
    if (a instanceof JsonNumber && b instanceof JsonNumber && a.text === b.text) continue;
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

function entriesOf(value: Json | undefined): Map<string | number, Json> | null {
  if (Array.isArray(value)) return new Map(value.entries());
  return value instanceof Map ? value : null;
}
