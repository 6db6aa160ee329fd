import { isContainer } from '../payload/valuePreview.ts';

/** Deeper values are compared as text: the diff and its rows recurse. */
const DEPTH = 200;

/** Stands for a key that jsondiffpatch leaves out, since it would reach an object's prototype. */
const PROTO = '\u0000__proto__';

/**
 * A JSON value as jsondiffpatch can take any: objects without a prototype, `__proto__` renamed, and
 * what lies too deep as text.
 */
export function comparable(value: unknown, depth = 0): unknown {
  if (!isContainer(value)) return value;
  if (depth === DEPTH) return asText(value);
  if (Array.isArray(value)) return value.map((item) => comparable(item, depth + 1));
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    copy[key === '__proto__' ? PROTO : key] = comparable(item, depth + 1);
  }
  return copy;
}

export function originalKey(key: string): string {
  return key === PROTO ? '__proto__' : key;
}

function asText(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'nested too deeply to compare: see the raw payload';
  }
}
