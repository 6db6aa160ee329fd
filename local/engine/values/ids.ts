/**
 * Document ids in Convex's own format: Crockford base32 of the table number (variable length), 16
 * random bytes and a Fletcher-16 checksum. Convex: `npm-packages/id-encoding`.
 */
import { randomBytes } from './randomBytes.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const DIGITS = new Map(Array.from(ALPHABET, (character, digit) => [character, digit]));
const ID_BYTES = 16;
const CHECKSUM_BYTES = 2;

/** A new id for a document of the table with this number (1 to 2^32 - 1). */
export function newId(tableNumber: number): string {
  return encodeId(tableNumber, randomBytes(ID_BYTES));
}

export function encodeId(tableNumber: number, internalId: Uint8Array): string {
  const body = Buffer.from([...varint(tableNumber), ...internalId]);
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt16LE(fletcher16(body));
  return toBase32(Buffer.concat([body, checksum]));
}

/** The table number of a well-formed id, or null. The document may not exist. */
export function tableNumberOf(id: string): number | null {
  if (id.length < 31 || id.length > 37) return null;
  const bytes = fromBase32(id);
  if (bytes === null) return null;
  let tableNumber = 0;
  let length = 0;
  for (;;) {
    const byte = bytes[length];
    if (byte === undefined || length === 5) return null;
    tableNumber += (byte & 127) * 2 ** (7 * length);
    length += 1;
    if (byte < 128) break;
  }
  const body = bytes.subarray(0, length + ID_BYTES);
  if (bytes.length !== length + ID_BYTES + CHECKSUM_BYTES) return null;
  if (bytes.readUInt16LE(body.length) !== fletcher16(body)) return null;
  return tableNumber === 0 ? null : tableNumber;
}

function varint(number: number): number[] {
  const bytes: number[] = [];
  let rest = number;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

function fletcher16(bytes: Uint8Array): number {
  let low = 0;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 256;
    high = (high + low) % 256;
  }
  return high * 256 + low;
}

function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

function fromBase32(text: string): Buffer | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const digit = DIGITS.get(character);
    if (digit === undefined) return null;
    held = (held << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push(held >> bits);
      held &= (1 << bits) - 1;
    }
  }
  // The rest is padding. It must be zeros, or two texts would be the same id.
  return held === 0 ? Buffer.from(bytes) : null;
}
