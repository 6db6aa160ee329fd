/** A called function tells its caller what it did by rows that are deleted before the commit. */
import type { GenericId } from 'convex/values';
import { isEmpty, merge, recordFromText, recordToText, type FunctionRecord } from './record.ts';
import type { AnyMutationCtx } from './recordTables.ts';

export type RunId = GenericId<'webhookRuns'>;
type Context = Pick<AnyMutationCtx, 'db'>;

/** Begins the run of a handler, or returns null inside of another one. */
export async function beginRun(ctx: Pick<AnyMutationCtx, 'db' | 'meta'>): Promise<RunId | null> {
  const { requestId } = await ctx.meta.getRequestMetadata();
  if ((await runOfRequest(ctx, requestId)) !== null) return null;
  return (await ctx.db.insert('webhookRuns', { request_id: requestId })) as RunId;
}

/** The handler's run that the current function is part of, or null, for one empty point read. */
export async function findRun(ctx: Pick<AnyMutationCtx, 'db' | 'meta'>): Promise<RunId | null> {
  return await runOfRequest(ctx, (await ctx.meta.getRequestMetadata()).requestId);
}

async function runOfRequest({ db }: Context, requestId: string): Promise<RunId | null> {
  const run = await db
    .query('webhookRuns')
    .withIndex('by_request_id', (q) => q.eq('request_id', requestId))
    .first();
  return run && (run._id as RunId);
}

/** Leaves a record for the caller. */
export async function handUp(ctx: Context, run: RunId, record: FunctionRecord): Promise<void> {
  if (isEmpty(record)) return;
  await ctx.db.insert('webhookEffects', { run, record: recordToText(record) });
}

/** The ids of records that were left by functions that the current one did not call. */
export async function foreignRecords(ctx: Context, run: RunId): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const { _id } of recordsOf(ctx, run)) ids.add(_id as string);
  return ids;
}

/** Merges the records of called functions into their caller's, in the order in which they ended. */
export async function takeRecords(
  ctx: Context,
  run: RunId,
  caller: FunctionRecord,
  foreign: ReadonlySet<string> = new Set(),
): Promise<void> {
  for await (const row of recordsOf(ctx, run)) {
    if (foreign.has(row._id as string)) continue;
    await ctx.db.delete('webhookEffects', row._id as never);
    merge(caller, recordFromText(row.record as string));
    // The row itself was inserted and deleted.
    caller.ownWrites += 2;
  }
}

function recordsOf({ db }: Context, run: RunId) {
  return db.query('webhookEffects').withIndex('by_run', (q) => q.eq('run', run));
}
