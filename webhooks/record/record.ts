/** The record of one function: its writes and scheduled calls, in memory, merged into its caller's. */
import type { ScheduledCall } from '../shared/documentChange.ts';
import { MAX_BYTES, MAX_DOCUMENTS, MAX_SIDE_BYTES } from './effects.ts';
import { bytesOf, fieldTexts, hashOf } from './documentText.ts';

/** A document before its first recorded write. */
export type Before =
  | { kind: 'absent' }
  | { kind: 'text'; text: string }
  /** Too large to pass to the caller: holds only a hash of each field. */
  | { kind: 'hashes'; fields: [name: string, hash: string][]; bytes: number }
  /** Not read: past a limit, or hidden from the function. */
  | { kind: 'unknown' };

export interface Touched {
  before: Before;
  /** The table, if the function named it. */
  table?: string;
  /** How often it was written. */
  calls: number;
  /** The last recorded write deleted it. */
  deleted?: true;
}

export interface FunctionRecord {
  /** By document id, in the order of their first write. */
  documents: Map<string, Touched>;
  /** By the id of the scheduled job. */
  scheduled: Map<string, ScheduledCall>;
  /** How many functions were scheduled, including those cancelled again. */
  scheduleCalls: number;
  /** Writes to the recorder's own tables. */
  ownWrites: number;
  /** How many bytes of arguments of scheduled calls can still be recorded. */
  argsRoom: number;
}

/**
 * Arguments of scheduled functions above these limits, for one call and for all together, are left
 * out.
 */
const MAX_ARGS_BYTES = 4 * 1024;
const MAX_ALL_ARGS_BYTES = 64 * 1024;

export function emptyRecord(): FunctionRecord {
  return {
    documents: new Map(),
    scheduled: new Map(),
    scheduleCalls: 0,
    ownWrites: 0,
    argsRoom: MAX_ALL_ARGS_BYTES,
  };
}

export function isEmpty(record: FunctionRecord): boolean {
  const { documents, scheduled, scheduleCalls, ownWrites } = record;
  return documents.size + scheduled.size + scheduleCalls + ownWrites === 0;
}

/** Adds a write to a document. Keeps what is known of the document before its first write. */
export function addWrite(record: FunctionRecord, id: string, write: Touched): void {
  const known = record.documents.get(id);
  record.documents.set(id, {
    before: known?.before ?? write.before,
    table: known?.table ?? write.table,
    calls: (known?.calls ?? 0) + write.calls,
    deleted: write.deleted,
  });
}

/**
 * Adds a job that was scheduled or cancelled. A job scheduled and cancelled by the same run leaves
 * no trace.
 */
export function addScheduled(record: FunctionRecord, job: string, call: ScheduledCall): void {
  if (call.cancelled && record.scheduled.delete(job)) return;
  record.scheduled.set(job, withFittingArgs(record, call));
}

function withFittingArgs(record: FunctionRecord, { args, ...call }: ScheduledCall): ScheduledCall {
  const bytes = args === undefined ? Infinity : bytesOf(args);
  if (bytes > MAX_ARGS_BYTES || bytes > record.argsRoom) return call;
  record.argsRoom -= bytes;
  return { ...call, args };
}

/** Adds what a called function did, after what its caller did before. */
export function merge(caller: FunctionRecord, called: FunctionRecord): void {
  for (const [id, touched] of called.documents) addWrite(caller, id, touched);
  for (const [job, call] of called.scheduled) addScheduled(caller, job, call);
  caller.scheduleCalls += called.scheduleCalls;
  caller.ownWrites += called.ownWrites;
}

/** A Convex document holds 1 MiB. */
const MAX_TEXT_BYTES = 900 * 1024;

/**
 * A record as the text of one row. Large documents are passed as hashes. If the record is too
 * large, it leaves out what exceeds the limits of a delivery, which then counts as unseen.
 */
export function recordToText(record: FunctionRecord): string {
  let room = MAX_BYTES;
  const documents = [...record.documents].map(([id, touched]) => {
    if (touched.before.kind !== 'text') return [id, touched] as const;
    const bytes = bytesOf(touched.before.text);
    room -= bytes;
    if (bytes <= MAX_SIDE_BYTES && room >= 0) return [id, touched] as const;
    return [id, { ...touched, before: hashesOf(touched.before.text, bytes) }] as const;
  });
  const whole = textOfParts(record, documents);
  if (bytesOf(whole) <= MAX_TEXT_BYTES) return whole;
  const listed = textOfParts(record, documents.slice(0, MAX_DOCUMENTS));
  return bytesOf(listed) <= MAX_TEXT_BYTES
    ? listed
    : textOfParts({ ...emptyRecord(), ownWrites: record.ownWrites }, []);
}

export function recordFromText(text: string): FunctionRecord {
  const { documents, scheduled, ...counts } = JSON.parse(text) as ReturnType<typeof parts>;
  return { documents: new Map(documents), scheduled: new Map(scheduled), ...counts };
}

function textOfParts(record: FunctionRecord, documents: (readonly [string, Touched])[]): string {
  return JSON.stringify(parts(record, documents));
}

function parts(record: FunctionRecord, documents: (readonly [string, Touched])[]) {
  const { scheduleCalls, ownWrites, argsRoom } = record;
  return { documents, scheduled: [...record.scheduled], scheduleCalls, ownWrites, argsRoom };
}

function hashesOf(text: string, bytes: number): Before {
  const fields = [...fieldTexts(text)].map(
    ([name, value]) => [name, hashOf(value)] as [string, string],
  );
  return { kind: 'hashes', fields, bytes };
}
