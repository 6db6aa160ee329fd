import { NO_OUTCOMES, type OutcomeCounts } from '../../webhooks/shared/batch.ts';
import type { DocumentChange } from '../../webhooks/shared/documentChange.ts';
import { OUTCOMES } from '../../webhooks/shared/outcome.ts';
import type { ManyPreviews } from '../../webhooks/shared/preview.ts';

/** The parts of a selection's preview so far, added up. */
export interface PreviewSoFar {
  counts: OutcomeCounts;
  /** How many of the events that would be applied failed when they came. */
  failedBefore: number;
  /** Each document that would change, from before the first event to after the last. */
  documents: ReadonlyMap<string, DocumentChange>;
  /** Subjects that were deleted and would come back. */
  restored: ReadonlySet<string>;
  /** Functions that would be scheduled, and writes that are not recorded. */
  scheduled: number;
  unseen: number;
  done: boolean;
  /** The selection has over 1,000 rows; the rest is not previewed. */
  cut: boolean;
}

export const NOTHING_PREVIEWED: PreviewSoFar = {
  counts: NO_OUTCOMES,
  failedBefore: 0,
  documents: new Map(),
  restored: new Set(),
  scheduled: 0,
  unseen: 0,
  done: false,
  cut: false,
};

/** Adds the next part. */
export function withPart(soFar: PreviewSoFar, part: ManyPreviews): PreviewSoFar {
  const counts = { ...soFar.counts };
  for (const outcome of OUTCOMES) counts[outcome] += part.counts[outcome];
  const documents = new Map(soFar.documents);
  const restored = new Set(soFar.restored);
  let { scheduled, unseen } = soFar;
  for (const event of part.events) {
    if (event.outcome !== 'applied') continue;
    for (const change of event.writes) {
      const whole = joined(documents.get(change.document), change);
      if (whole === null) documents.delete(change.document);
      else documents.set(change.document, whole);
    }
    if (event.subject !== null) {
      if (event.was_deleted) restored.add(event.subject);
      else if (removesAll(event.writes)) restored.delete(event.subject);
    }
    scheduled += event.scheduled.length;
    unseen += event.unseen;
  }
  return {
    counts,
    failedBefore: soFar.failedBefore + part.failed_before,
    documents,
    restored,
    scheduled,
    unseen,
    done: part.next === null,
    cut: part.more,
  };
}

/** True if an event only deletes: a subject that an earlier event restored is deleted again. */
function removesAll(writes: readonly DocumentChange[]): boolean {
  return writes.length > 0 && writes.every(({ kind }) => kind === 'delete');
}

/** Merges two successive changes of one document; null if it was inserted and then deleted. */
function joined(first: DocumentChange | undefined, second: DocumentChange): DocumentChange | null {
  if (first === undefined) return second;
  const wasThere = first.kind !== 'insert';
  const isThere = second.kind !== 'delete';
  if (!wasThere && !isThere) return null;
  return {
    ...second,
    kind: wasThere ? (isThere ? 'update' : 'delete') : 'insert',
    before: first.before,
    before_bytes: first.before_bytes,
    fields: [...new Set([...first.fields, ...second.fields])].sort(),
  };
}
