/**
 * Binary keys whose order (`Buffer.compare`) is Convex's order of the values:
 * undefined < null < int64 < float64 < boolean < string < bytes < array < object.
 */
import { CommitTsPlaceholder, type Value } from 'convex/values';

const TAG = {
  undefined: 1,
  null: 2,
  int64: 3,
  float64: 4,
  false: 5,
  true: 6,
  string: 7,
  bytes: 8,
  array: 9,
  object: 10,
} as const;

// Less than every tag, so that a shorter array or object sorts before a longer one.
const END = 0;
// A zero byte inside a string is written as 0 255: greater than its terminator (0 0), less than any
// other byte.
const ESCAPE = 255;

const SIGN_BIT = 1n << 63n;
const MAX_INT64 = SIGN_BIT - 1n;

/** The key of an index entry or a bound: the keys of the values, one after the other. */
export function encodeKey(values: readonly (Value | undefined)[]): Buffer {
  length = 0;
  for (const value of values) write(value);
  const key = Buffer.allocUnsafe(length);
  bytes.copy(key, 0, 0, length);
  return key;
}

/** The least key that is greater than every key starting with `prefix`. */
export function afterPrefix(prefix: Uint8Array): Buffer {
  const next = Buffer.from(prefix);
  for (let last = next.length - 1; last >= 0; last--) {
    if (next[last] !== 255) {
      next[last]! += 1;
      return next.subarray(0, last + 1);
    }
  }
  // Only the empty prefix has no such byte, since every value starts with a tag.
  return Buffer.from([255]);
}

// The key that is being written. Only one is written at a time, since writing never waits.
let bytes = Buffer.alloc(4096);
let length = 0;

function write(value: Value | undefined): void {
  if (value === undefined) put(TAG.undefined);
  else if (value === null) put(TAG.null);
  else if (typeof value === 'bigint') writeInt64(value);
  else if (typeof value === 'number') writeFloat64(value);
  else if (typeof value === 'boolean') put(value ? TAG.true : TAG.false);
  else if (typeof value === 'string') writeString(value);
  else if (value instanceof ArrayBuffer) writeEscaped(TAG.bytes, new Uint8Array(value));
  // An unresolved commit timestamp is later than every resolved one.
  else if (value instanceof CommitTsPlaceholder) writeInt64(MAX_INT64);
  else if (Array.isArray(value)) {
    put(TAG.array);
    for (const item of value) write(item);
    put(END);
  } else {
    put(TAG.object);
    for (const key of Object.keys(value).sort()) {
      if (value[key] === undefined) continue;
      write(key);
      write(value[key]);
    }
    put(END);
  }
}

function put(byte: number): void {
  makeRoom(1);
  bytes[length++] = byte;
}

function makeRoom(count: number): void {
  if (length + count <= bytes.length) return;
  bytes = Buffer.concat([bytes], 2 * (length + count));
}

function writeInt64(value: bigint): void {
  put(TAG.int64);
  makeRoom(8);
  length = bytes.writeBigUInt64BE(BigInt.asUintN(64, value) ^ SIGN_BIT, length);
}

function writeFloat64(value: number): void {
  put(TAG.float64);
  makeRoom(8);
  bytes.writeDoubleBE(value, length);
  // IEEE 754 total order: flip the sign of positives, every bit of negatives.
  if (bytes[length]! < 128) bytes[length]! += 128;
  else for (let i = length; i < length + 8; i++) bytes[i] = 255 - bytes[i]!;
  length += 8;
}

function writeString(value: string): void {
  const start = length;
  put(TAG.string);
  makeRoom(value.length + 2);
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    // Most strings are ASCII. Encoding the others takes a call out of JavaScript.
    if (code === 0 || code > 127) {
      length = start;
      return writeEscaped(TAG.string, Buffer.from(value));
    }
    bytes[length++] = code;
  }
  put(0);
  put(0);
}

function writeEscaped(valueTag: number, raw: Uint8Array): void {
  put(valueTag);
  for (const byte of raw) {
    put(byte);
    if (byte === 0) put(ESCAPE);
  }
  put(0);
  put(0);
}
