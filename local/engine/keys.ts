/**
 * Order-preserving binary keys: `Buffer.compare` of two keys is Convex's order of the values.
 * undefined < null < int64 < float64 < boolean < string < bytes < array < object.
 */
import { CommitTsPlaceholder, type Value } from 'convex/values';

const tag = {
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

// Below every tag, so that a shorter array or object sorts before a longer one.
const end = 0;
// A zero byte inside a string is written as 0 255: above its terminator (0 0), below any other byte.
const escape = 255;

const signBit = 1n << 63n;
const maxInt64 = signBit - 1n;

/** The key of an index entry or bound: the values one after the other. */
export function encodeKey(values: readonly (Value | undefined)[]): Buffer {
  const bytes: number[] = [];
  for (const value of values) write(bytes, value);
  return Buffer.from(bytes);
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
  // Only the empty prefix gets here, since every value starts with a tag.
  return Buffer.from([255]);
}

function write(bytes: number[], value: Value | undefined): void {
  if (value === undefined) bytes.push(tag.undefined);
  else if (value === null) bytes.push(tag.null);
  else if (typeof value === 'bigint') writeInt64(bytes, value);
  else if (typeof value === 'number') writeFloat64(bytes, value);
  else if (typeof value === 'boolean') bytes.push(value ? tag.true : tag.false);
  else if (typeof value === 'string') writeEscaped(bytes, tag.string, Buffer.from(value));
  else if (value instanceof ArrayBuffer) writeEscaped(bytes, tag.bytes, new Uint8Array(value));
  // An unresolved commit timestamp is later than every real one.
  else if (value instanceof CommitTsPlaceholder) writeInt64(bytes, maxInt64);
  else if (Array.isArray(value)) {
    bytes.push(tag.array);
    for (const item of value) write(bytes, item);
    bytes.push(end);
  } else {
    bytes.push(tag.object);
    for (const key of Object.keys(value).sort()) {
      if (value[key] === undefined) continue;
      write(bytes, key);
      write(bytes, value[key]);
    }
    bytes.push(end);
  }
}

function writeInt64(bytes: number[], value: bigint): void {
  bytes.push(tag.int64);
  pushUint64(bytes, BigInt.asUintN(64, value) ^ signBit);
}

function writeFloat64(bytes: number[], value: number): void {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  // IEEE 754 total order: flip the sign of positives, every bit of negatives.
  const ordered = raw & signBit ? BigInt.asUintN(64, ~raw) : raw | signBit;
  bytes.push(tag.float64);
  pushUint64(bytes, ordered);
}

function pushUint64(bytes: number[], value: bigint): void {
  for (let shift = 56n; shift >= 0n; shift -= 8n) bytes.push(Number((value >> shift) & 255n));
}

function writeEscaped(bytes: number[], valueTag: number, raw: Uint8Array): void {
  bytes.push(valueTag);
  for (const byte of raw) {
    bytes.push(byte);
    if (byte === 0) bytes.push(escape);
  }
  bytes.push(0, 0);
}
