/** Documents as they are stored, and the keys under which indexes find them. */
import { jsonToConvex, type JSONValue, type Value } from 'convex/values';
import { encodeKey } from './keys.ts';

export type Document = { _id: string; _creationTime: number; [field: string]: Value | undefined };

export type Index = {
  id: number;
  name: string;
  /** All fields of the key: the declared ones, then `_creationTime` and `_id`. */
  fields: string[];
};

export type Table = { number: number; name: string; indexes: Map<string, Index> };

export function parseDocument(json: string): Document {
  return jsonToConvex(JSON.parse(json) as JSONValue) as Document;
}

export function indexKey(index: Index, document: Document): Buffer {
  return encodeKey(index.fields.map((path) => fieldAt(document, path)));
}

/** The value at a dotted path, or undefined where a part of it is missing or no object. */
export function fieldAt(document: Value, path: string): Value | undefined {
  let value: Value | undefined = document;
  for (const part of path.split('.')) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, Value | undefined>)[part];
  }
  return value;
}
