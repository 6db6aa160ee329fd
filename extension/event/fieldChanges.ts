import { jsonText, type Json, type JsonObject } from '../../webhooks/shared/exactJson.ts';

export interface FieldChange {
  field: string;
  before: Json | undefined;
  after: Json | undefined;
  changed: boolean;
}

/**
 * The fields of a document before and after; removed fields come last. `changed` names fields that
 * are known to differ even if their masked values look the same.
 */
export function fieldChanges(
  before: JsonObject | null,
  after: JsonObject | null,
  changed: readonly string[] = [],
): FieldChange[] {
  return [...new Set([...(after?.keys() ?? []), ...(before?.keys() ?? [])])]
    .filter((field) => !field.startsWith('_'))
    .map((field) => {
      const [from, to] = [before?.get(field), after?.get(field)];
      const differs = !isSame(from, to) || changed.includes(field);
      return { field, before: from, after: to, changed: differs };
    });
}

/** Documents have sorted keys, so equal values have equal texts. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return jsonText(a) === jsonText(b);
}
