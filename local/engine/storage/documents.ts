/** Documents, tables and indexes as they are stored. */
import { jsonToConvex, type JSONValue, type Value } from 'convex/values';
import { encodeKey } from '../keys/keys.ts';

export interface Document {
  _id: string;
  _creationTime: number;
  [field: string]: Value | undefined;
}

export interface Index {
  id: number;
  name: string;
  /** All fields of the key: the declared ones, then `_creationTime` and `_id`. */
  fields: string[];
}

export interface Table {
  number: number;
  name: string;
  indexes: Map<string, Index>;
}

export function parseDocument(json: string): Document {
  return jsonToConvex(JSON.parse(json) as JSONValue) as Document;
}

export function indexKey(index: Index, document: Document): Buffer {
  return encodeKey(index.fields.map((path) => fieldAt(document, path)));
}

/** The value at a dotted path, or undefined when a part of the path is missing or not an object. */
export function fieldAt(document: Value, path: string): Value | undefined {
  let value: Value | undefined = document;
  for (const part of path.split('.')) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, Value | undefined>)[part];
  }
  return value;
}
