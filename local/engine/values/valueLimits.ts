/** Convex's limits on values. https://docs.convex.dev/production/state/limits */
import { getConvexSize, type JSONValue, type Value } from 'convex/values';

const MIB = 1024 * 1024;

const LARGEST_VALUE = 32 * MIB;
const DEEPEST_VALUE = 64;
const LONGEST_ARRAY = 8192;
const MOST_FIELDS = 1024;

/** Bytes, without the system fields. */
const LARGEST_DOCUMENT = MIB;
const DEEPEST_DOCUMENT = 16;

/** The most bytes that the arguments or the result of a function may have. */
export const LARGEST_FUNCTION_VALUE = 16 * MIB;

/**
 * @param json A value as Convex JSON.
 * @throws Error when no value may have this shape: too deep, too long, too many fields, a number out
 * of range, or a string that is not Unicode text.
 */
export function checkShape(json: JSONValue | undefined): void {
  checkLevel(json, 0);
}

/**
 * @param fields A document without its system fields; its shape has passed `checkShape`.
 * @param size The size of the whole document.
 * @throws Error that names the exceeded limit.
 */
export function checkDocumentLimits(fields: Value, size: number): void {
  const nesting = nestingOf(fields);
  if (nesting > DEEPEST_DOCUMENT) throw tooNested(nesting, DEEPEST_DOCUMENT);
  if (size > LARGEST_DOCUMENT) checkSize(getConvexSize(fields), LARGEST_DOCUMENT);
}

/** @throws Error when a value is too large. */
export function checkValueSize(value: Value): void {
  checkSize(getConvexSize(value), LARGEST_VALUE);
}

/** Bytes as Convex prints them: `1.5 MiB`. */
export function binarySize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${Number(size.toFixed(2))} ${units[unit]}`;
}

function checkSize(size: number, limit: number): void {
  if (size <= limit) return;
  throw new Error(`Value is too large (${binarySize(size)} > maximum size ${binarySize(limit)})`);
}

function checkLevel(json: JSONValue | undefined, level: number): void {
  if (typeof json === 'string') return checkText(json);
  if (typeof json === 'number') return checkNumber(json);
  if (json === null || typeof json !== 'object' || isEncoded(json)) return;
  if (level >= DEEPEST_VALUE) throw tooNested(level + 1, DEEPEST_VALUE);
  if (Array.isArray(json)) {
    if (json.length > LONGEST_ARRAY) {
      throw new Error(
        `Array length is too long (${json.length} > maximum length ${LONGEST_ARRAY})`,
      );
    }
    for (const item of json) checkLevel(item, level + 1);
    return;
  }
  const fields = Object.keys(json);
  if (fields.length > MOST_FIELDS) {
    throw new Error(
      `Object has too many fields (${fields.length} > maximum number ${MOST_FIELDS})`,
    );
  }
  for (const field of fields) {
    // It would become the prototype, whose fields functions see and validators do not.
    if (field === '__proto__') throw new Error('An object has a field named __proto__.');
    checkText(field);
    checkLevel(json[field], level + 1);
  }
}

/** JSON such as 1e999 is read as Infinity, but passed on as null. */
function checkNumber(number: number): void {
  if (Number.isFinite(number)) return;
  throw new Error('A number is out of range.');
}

function checkText(text: string): void {
  if (text.isWellFormed()) return;
  throw new Error('A string contains half of a surrogate pair: it is not Unicode text.');
}

function nestingOf(value: Value | undefined): number {
  if (value === null || typeof value !== 'object') return 0;
  if (value instanceof ArrayBuffer) return 0;
  if (Array.isArray(value)) return 1 + deepest(value);
  return Object.getPrototypeOf(value) === Object.prototype ? 1 + deepest(Object.values(value)) : 0;
}

function deepest(values: (Value | undefined)[]): number {
  let depth = 0;
  for (const value of values) depth = Math.max(depth, nestingOf(value));
  return depth;
}

/** An int64, bytes, a special float or a commit timestamp: one value, though an object in JSON. */
function isEncoded(json: object): boolean {
  const keys = Object.keys(json);
  return keys.length === 1 && keys[0]!.startsWith('$');
}

function tooNested(nesting: number, limit: number): Error {
  return new Error(
    `Value is too nested (nested ${nesting} levels deep > maximum nesting ${limit})`,
  );
}
