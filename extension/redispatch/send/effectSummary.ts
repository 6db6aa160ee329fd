import type { OutcomeCounts } from '../../../webhooks/shared/batch.ts';
import type { DocumentChange } from '../../../webhooks/shared/documentChange.ts';
import type { PreviewSoFar } from '../../data/previewParts.ts';
import { fieldsOf, sidesOf } from '../../event/documentSides.ts';
import { fieldChanges } from '../../event/fieldChanges.ts';

/** "Changes 2 fields in 1 row, 37 unchanged, 1 restores a deleted user": a preview in one line. */
export function summarizeEffect(preview: PreviewSoFar): string {
  const { counts, restored, scheduled, unseen } = preview;
  const documents = [...preview.documents.values()].filter(endsOtherwise);
  const ofKind = (kind: DocumentChange['kind']) => documents.filter((one) => one.kind === kind);
  const fields = ofKind('update').reduce((sum, change) => sum + changedFields(change).length, 0);
  const parts = [
    // Events can undo each other, such as a name changed and changed back.
    counts.applied > 0 &&
      documents.length + scheduled + unseen === 0 &&
      'changes nothing in the end',
    fields > 0 && `changes ${number(fields, 'field')} in ${number(ofKind('update').length, 'row')}`,
    ofKind('insert').length > 0 && `adds ${number(ofKind('insert').length, 'row')}`,
    ofKind('delete').length > 0 && `deletes ${number(ofKind('delete').length, 'row')}`,
    scheduled > 0 && `schedules ${number(scheduled, 'function')}`,
    unseen > 0 && `${number(unseen, 'write')} not recorded`,
    counts.unchanged > 0 && `${figure(counts.unchanged)} unchanged`,
    counts.stale > 0 && `${figure(counts.stale)} held back as stale`,
    counts.duplicate > 0 && `${figure(counts.duplicate)} duplicate`,
    counts.ignored > 0 && `${figure(counts.ignored)} ignored`,
    counts.failed > 0 && `${figure(counts.failed)} would fail`,
    restored.size > 0 && `restores ${number(restored.size, 'deleted user')}`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return 'Nothing to re-dispatch.';
  const sentence = parts.join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** A warning about deliveries that failed before: one, or `failed` of many. */
export function failedBeforeWarning(failed: 'it' | number): string {
  const what = failed === 'it' ? 'It' : `${figure(failed)} of these`;
  return `${what} failed the first time. Your handler succeeds in this preview, but may throw again if it depends on something outside the database.`;
}

/** True if a document would differ in the end from now. */
export function endsOtherwise(change: DocumentChange): boolean {
  return change.kind !== 'update' || changedFields(change).length > 0;
}

function changedFields(change: DocumentChange): string[] {
  const { before, after } = sidesOf(change);
  if (before.kind === 'left out' || after.kind === 'left out') return change.fields;
  return fieldChanges(fieldsOf(before), fieldsOf(after))
    .filter(({ changed }) => changed)
    .map(({ field }) => field);
}

/** The number of deliveries that a preview or a batch has handled. */
export function deliveriesOf(counts: OutcomeCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** "2,565". */
export function figure(count: number): string {
  return count.toLocaleString('en');
}

/** "1 delivery", "2,565 deliveries". */
export function deliveryCount(count: number): string {
  return `${figure(count)} ${count === 1 ? 'delivery' : 'deliveries'}`;
}

function number(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;
}
