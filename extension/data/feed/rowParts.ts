import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';

/** Keeps once what many rows have in common: a quarter of their memory. */
export class RowParts {
  readonly #types = new Map<string, string>();
  readonly #changes = new Map<string, AuditRow['changes']>();

  /** An equal row that shares its parts with the rows before it. */
  share(row: AuditRow): AuditRow {
    const { svix_id, event_id, event_type, changes } = row;
    return {
      ...row,
      event_id: event_id === svix_id ? svix_id : event_id,
      event_type: first(this.#types, event_type, event_type),
      changes: first(this.#changes, JSON.stringify(changes), changes),
    };
  }

  /** Forgets the parts, which the rows that have them keep. */
  clear(): void {
    this.#types.clear();
    this.#changes.clear();
  }
}

function first<Part>(parts: Map<string, Part>, key: string, part: Part): Part {
  const known = parts.get(key);
  if (known === undefined) parts.set(key, part);
  return known ?? part;
}
