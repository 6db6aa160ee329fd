import { JsonNumber, jsonText, type Json } from '../../../webhooks/shared/exactJson.ts';
import { previewOf, previewOfList, previewOfObject } from '../valuePreview.ts';

/** A JSON value in a form that jsondiffpatch can always compare. A number becomes a marked text. */
export type Comparable = null | boolean | string | Comparable[] | { [key: string]: Comparable };

/** Deeper values are compared as text: the diff and its rows recurse. */
const DEPTH = 200;

/**
 * Replaces the key `__proto__`, which jsondiffpatch leaves out, since it would reach an object's
 * prototype.
 */
const PROTO = '\u0000__proto__';
/** Prefixes of a number, and of a text that begins like a prefix. */
const NUMBER = '\u0000number ';
const TEXT = '\u0000text ';

/**
 * Objects get no prototype, and `__proto__` gets another name. Numbers become texts, so that they
 * are compared as they were written. Values that lie too deep become their JSON text.
 */
export function comparable(value: Json, depth = 0): Comparable {
  if (value instanceof JsonNumber) return NUMBER + value.text;
  if (typeof value === 'string') return value.startsWith('\u0000') ? TEXT + value : value;
  if (value === null || typeof value === 'boolean') return value;
  if (depth === DEPTH) return asText(value);
  if (Array.isArray(value)) return value.map((item) => comparable(item, depth + 1));
  const copy = new Fields();
  for (const [key, item] of value) {
    copy[key === '__proto__' ? PROTO : key] = comparable(item, depth + 1);
  }
  return copy;
}

/** An object that inherits nothing, but that V8 reads faster than one without a prototype. */
const Fields = function () {} as unknown as new () => Record<string, Comparable>;
Fields.prototype = Object.create(null);

export function originalKey(key: string): string {
  return key === PROTO ? '__proto__' : key;
}

/** One line for the value that this stands for. */
export function previewOfComparable(value: Comparable): string {
  if (Array.isArray(value)) return previewOfList(value.length);
  if (isComparableContainer(value)) return previewOfObject(Object.keys(value).length);
  if (typeof value !== 'string') return previewOf(value);
  if (value.startsWith(NUMBER)) return previewOf(new JsonNumber(value.slice(NUMBER.length)));
  return previewOf(value.startsWith(TEXT) ? value.slice(TEXT.length) : value);
}

export function isComparableContainer(
  value: Comparable | undefined,
): value is Comparable[] | { [key: string]: Comparable } {
  return typeof value === 'object' && value !== null;
}

function asText(value: Json): string {
  try {
    return jsonText(value);
  } catch {
    return 'nested too deeply to compare: see the raw payload';
  }
}
