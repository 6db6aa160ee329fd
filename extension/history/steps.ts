import type { RowWrite } from '../../webhooks/shared/delivery.ts';
import type { JsonObject } from '../../webhooks/shared/exactJson.ts';
import { fieldChanges, isSame, type FieldChange } from '../event/fieldChanges.ts';
import { fieldsOf, sidesOf, type Side } from '../event/documentSides.ts';

/** A document after one delivery that wrote it. */
export interface HistoryStep {
  write: RowWrite;
  before: Side;
  after: Side;
  /** Fields that changed outside recorded deliveries since the previous step. */
  outside: string[];
  /** For each field of the document, the step that set it; missing when that is not known. */
  setBy: ReadonlyMap<string, number>;
}

/**
 * The history of a document, oldest first, from its writes, newest first.
 *
 * @param mayLackWrites true if writes may be missing between these, as in a file; then a difference
 *   between two writes does not prove an edit outside recorded deliveries
 */
export function stepsOf(writes: readonly RowWrite[], mayLackWrites = false): HistoryStep[] {
  const steps: HistoryStep[] = [];
  for (const [index, write] of writes.toReversed().entries()) {
    const { before, after } = sidesOf(write);
    const last = steps.at(-1);
    const unexplained = last === undefined ? [] : differingFields(last.after, before);
    const setBy = new Map(write.kind === 'insert' ? [] : last?.setBy);
    for (const field of unexplained) setBy.delete(field);
    for (const field of write.fields) setBy.set(field, index);
    steps.push({
      write,
      before,
      after,
      outside: mayLackWrites ? [] : unexplained,
      setBy: write.kind === 'delete' ? new Map() : setBy,
    });
  }
  return steps;
}

/** What no recorded delivery changed in a document since its last write. */
export function changedOutside(last: Side, now: JsonObject): FieldChange[] {
  const differing = differingFields(last, { kind: 'kept', fields: now });
  return fieldChanges(fieldsOf(last), now).filter(({ field }) => differing.includes(field));
}

/** Returns nothing if a side was left out. */
function differingFields(a: Side, b: Side): string[] {
  if (a.kind === 'left out' || b.kind === 'left out') return [];
  const [from, to] = [fieldsOf(a), fieldsOf(b)];
  const names = new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])]);
  return [...names].filter(
    (name) => !name.startsWith('_') && !isSame(from?.get(name), to?.get(name)),
  );
}
