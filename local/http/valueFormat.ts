/** The forms of values in answers of the HTTP API. */
import { jsonToConvex, type JSONValue, type Value } from 'convex/values';
import { quote } from '../engine/values/quote.ts';
import { HttpError } from './reply.ts';

/**
 * Convex's clients ask for Convex JSON. Others get plain JSON, where an int64 is a string of digits.
 *
 * @param format The field of the request.
 * @returns a function that converts Convex JSON. @throws HttpError when the format is unknown.
 */
export function valueFormat(format: unknown): (value: JSONValue) => JSONValue {
  switch (format ?? 'json') {
    case 'convex_encoded_json':
    case 'convex_json':
      return (value) => value;
    case 'json':
    case 'convex_clean_json':
      return (value) => plain(jsonToConvex(value));
    default:
      throw new HttpError(
        400,
        'BadFormat',
        `"format" must be "json" or "convex_encoded_json", not ${quote(String(format))}.`,
      );
  }
}

function plain(value: Value | undefined): JSONValue {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value as JSONValue;
  return Object.fromEntries(Object.entries(value).map(([field, held]) => [field, plain(held)]));
}
