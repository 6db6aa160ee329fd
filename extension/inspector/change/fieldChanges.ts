import type { UserSnapshot } from '../../../convex/shared/delivery.ts';
import { userFields } from '../../../convex/shared/userRow.ts';

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
  changed: boolean;
  /** Follows from another field or only orders events: of interest when asked for. */
  derived: boolean;
}

const DERIVED = new Set(['email_lower', 'clerk_updated_at', 'clerk_event_at']);

/**
 * The fields of a users row before and after, in the order of the table, fields that it no longer
 * has last. `changed` names fields that are known to differ although, masked, they look the same.
 */
export function fieldChanges(
  before: UserSnapshot | null,
  after: UserSnapshot | null,
  changed: readonly string[] = [],
): FieldChange[] {
  const stored = [...Object.keys(before ?? {}), ...Object.keys(after ?? {})];
  const inTable = Object.keys(userFields).filter((field) => stored.includes(field));
  return [...new Set([...inTable, ...stored])]
    .filter((field) => !field.startsWith('_'))
    .map((field) => {
      const [from, to] = [before?.[field], after?.[field]];
      return {
        field,
        before: from,
        after: to,
        changed: from !== to || changed.includes(field),
        derived: DERIVED.has(field),
      };
    });
}
