import { convexToJson, type Value } from 'convex/values';
import type { DocumentChange } from '../../webhooks/shared/documentChange.ts';
import { parseJson, type JsonObject } from '../../webhooks/shared/exactJson.ts';

/** A document before or after a change. One over 64 KiB is left out: only its size is known. */
export type Side =
  { kind: 'none' } | { kind: 'kept'; fields: JsonObject } | { kind: 'left out'; bytes: number };

export function sidesOf({ before, after, before_bytes, after_bytes }: DocumentChange): {
  before: Side;
  after: Side;
} {
  return { before: sideOf(before, before_bytes), after: sideOf(after, after_bytes) };
}

function sideOf(json: string | null, bytes: number | undefined): Side {
  if (bytes !== undefined) return { kind: 'left out', bytes };
  return json === null ? { kind: 'none' } : { kind: 'kept', fields: parseJson(json) as JsonObject };
}

/** The fields of a side; null when there is no document or it was left out. */
export function fieldsOf(side: Side): JsonObject | null {
  return side.kind === 'kept' ? side.fields : null;
}

/** Converts a document from a query's answer to the form that sides have. */
export function documentOf(row: Record<string, unknown>): JsonObject {
  return parseJson(JSON.stringify(convexToJson(row as Value))) as JsonObject;
}
