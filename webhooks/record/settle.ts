/** The effects of a handler: compares each document that it touched with its state at the end. */
import type { TransactionMetrics } from 'convex/server';
import type { DocumentChange } from '../shared/documentChange.ts';
import { fieldTexts, bytesOf, hashOf, textOf } from './documentText.ts';
import { MAX_BYTES, MAX_SIDE_BYTES, type Effects } from './effects.ts';
import type { Before, FunctionRecord } from './record.ts';
import { readingRoom } from './recorder.ts';
import type { AnyMutationCtx } from './recordTables.ts';
import { tableFinder } from './tableOfId.ts';

export interface AppTables {
  /** All tables of the app's schema. */
  names: readonly string[];
  neverRecorded: ReadonlySet<string>;
}

/**
 * The effects of a record. Reads each document once, within what the transaction may still read.
 *
 * @param start Convex's own count of what the transaction had written and scheduled when the handler
 * began.
 */
export async function settle(
  ctx: Pick<AnyMutationCtx, 'db' | 'meta'>,
  record: FunctionRecord,
  { names, neverRecorded }: AppTables,
  start: TransactionMetrics,
): Promise<Effects> {
  const scheduled = [...record.scheduled.values()];
  const changes: DocumentChange[] = [];
  let room = MAX_BYTES - bytesOf(JSON.stringify(scheduled));
  let writes = 0;
  const now = await ctx.meta.getTransactionMetrics();
  const since = (metric: 'documentsWritten' | 'functionsScheduled') =>
    now[metric].used - start[metric].used;
  let unseen =
    since('documentsWritten') -
    record.ownWrites +
    since('functionsScheduled') -
    record.scheduleCalls;
  const reading = readingRoom(now, 1 / 2);

  const tableOf = tableFinder(ctx.db, names);

  for (const [id, touched] of record.documents) {
    const table = touched.table ?? tableOf(id);
    if (table === undefined || neverRecorded.has(table)) continue;
    unseen -= touched.calls;
    const { before, deleted } = touched;
    const wasThere = before.kind !== 'absent';
    if (deleted && !wasThere) continue;
    if (before.kind === 'unknown' || reading.documents <= 0 || reading.bytes <= 0) {
      writes += 1;
      continue;
    }
    const document = deleted ? null : await ctx.db.get(table, id as never);
    const after = document && textOf(document);
    reading.documents -= 1;
    reading.bytes -= after === null ? 0 : bytesOf(after);
    const fields = changedFields(before, after);
    const isThere = after !== null;
    if (wasThere === isThere && fields.length === 0) continue;
    writes += 1;
    const change = fitted({ table, document: id, fields, ...sidesOf(before, after) }, room);
    if (change === null) continue;
    room -= sizeOf(change);
    changes.push(change);
  }
  return { changes, writes, unseen: Math.max(0, unseen), scheduled };
}

function changedFields(before: Before, after: string | null): string[] {
  const now = after === null ? new Map<string, string>() : fieldTexts(after);
  const then =
    before.kind === 'text'
      ? fieldTexts(before.text)
      : new Map(before.kind === 'hashes' ? before.fields : []);
  const read = (value: string | undefined) =>
    value !== undefined && before.kind === 'hashes' ? hashOf(value) : value;
  const names = new Set([...then.keys(), ...now.keys()]);
  return [...names].filter((name) => then.get(name) !== read(now.get(name))).sort();
}

function sidesOf(before: Before, after: string | null) {
  return {
    kind: before.kind === 'absent' ? 'insert' : after === null ? 'delete' : 'update',
    before: before.kind === 'text' ? before.text : null,
    after,
    ...(before.kind === 'hashes' && { before_bytes: before.bytes }),
  } as const;
}

/** A change without the sides that are too large, or null if even the rest does not fit. */
function fitted(change: DocumentChange, room: number): DocumentChange | null {
  const bounded = withoutSides(change, MAX_SIDE_BYTES);
  if (sizeOf(bounded) <= room) return bounded;
  const bare = withoutSides(change, 0);
  return sizeOf(bare) <= room ? bare : null;
}

function withoutSides(change: DocumentChange, limit: number): DocumentChange {
  const fitting = { ...change };
  for (const side of ['before', 'after'] as const) {
    const bytes = bytesOf(change[side] ?? '');
    if (bytes <= limit) continue;
    fitting[side] = null;
    fitting[`${side}_bytes`] = bytes;
  }
  return fitting;
}

/** If the handler threw, the sides are kept as JSON, whose escapes may double their size. */
function sizeOf({ before, after, fields }: DocumentChange): number {
  const sides = [before, after].map((side) => side && JSON.stringify(side));
  return bytesOf([...sides, ...fields].join(' '));
}
