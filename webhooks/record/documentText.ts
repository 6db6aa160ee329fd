/** Documents as text: Convex JSON with sorted keys, so that equal documents have equal text. */
import { convexToJson, type JSONValue, type Value } from 'convex/values';

export function textOf(value: Value): string {
  return JSON.stringify(sorted(convexToJson(value)));
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The text of each field, without the system's. */
export function fieldTexts(documentText: string): Map<string, string> {
  const fields = Object.entries(JSON.parse(documentText) as Record<string, JSONValue>);
  return new Map(
    fields
      .filter(([name]) => !name.startsWith('_'))
      .map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

/** A short hash of a text, to tell whether two are equal. Not for secrets. Source: cyrb53. */
export function hashOf(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (low >>> 0).toString(36) + '.' + (high >>> 0).toString(36);
}

function sorted(value: JSONValue): JSONValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, sorted(field!)]));
}
