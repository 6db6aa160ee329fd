import { ConvexError } from 'convex/values';
import { newestAttempt } from '../audit/eventRows.ts';
import { recordDelivery } from '../audit/recordDelivery.ts';
import type { Doc, Id, MutationCtx, QueryCtx } from '../dataModel.ts';
import { DELIVERED, handleEvent } from '../receive/handleEvent.ts';
import { readEvent } from '../shared/clerkEvent.ts';
import type { Outcome } from '../shared/outcome.ts';
import type { Finding, Reconciliation } from '../shared/reconciliation.ts';
import { advance } from './progress.ts';
import { rowsAfter, userRowOf } from '../users/usersTable.ts';

type Run = Doc<'webhookReconciliations'>;

/** Stores a run that has compared nothing yet. */
export async function startRun(
  ctx: MutationCtx,
  { apply, remove }: { apply: boolean; remove?: number },
): Promise<Id<'webhookReconciliations'>> {
  const now = Date.now();
  return await ctx.db.insert('webhookReconciliations', {
    apply,
    remove: checkedRemove(remove),
    state: 'running',
    started_at: now,
    updated_at: now,
    rows: 0,
    compared: 0,
    missing: 0,
    created: 0,
    updated: 0,
    newer: 0,
    extra: 0,
    removed: 0,
    failed: 0,
    findings: [],
    phase: 'rows',
    row: '',
    recent: [],
  });
}

/** Sets how many rows a run that stopped is to remove. Throws when the run only reports. */
export async function setRemove(ctx: MutationCtx, run: Run, remove: number): Promise<void> {
  if (!run.apply) {
    throw new Error(
      'This run only reports. Start one with `apply` and `remove`. Nothing was done.',
    );
  }
  await ctx.db.patch('webhookReconciliations', run._id, { remove: checkedRemove(remove) });
}

function checkedRemove(remove: number | undefined): number | undefined {
  if (remove === undefined || (Number.isSafeInteger(remove) && remove >= 0)) return remove;
  throw new Error(`\`remove\` is ${remove}; it must be a whole number. Nothing was done.`);
}

/** Throws when there is no such run. */
export async function getRun(ctx: QueryCtx, run: Id<'webhookReconciliations'>): Promise<Run> {
  const found = await ctx.db.get('webhookReconciliations', run);
  if (found === null) throw new Error('There is no such reconciliation; it may be too old.');
  return found;
}

/** A run as operators get it, without its position. */
export function reportOf(run: Run): Reconciliation {
  const { _id, _creationTime, remove: _remove, phase: _phase, ...rest } = run;
  const { recent: _recent, row: _row, ...report } = rest;
  return { run: _id, ...report };
}

/** Where a run is, and what decides how it continues. */
export type Position = Pick<
  Run,
  'apply' | 'phase' | 'recent' | 'rows' | 'extra' | 'remove' | 'removed'
>;

export function positionOf(run: Run): Position {
  const { apply, phase, recent, rows, extra, remove, removed } = run;
  return { apply, phase, recent, rows, extra, remove, removed };
}

/** The next page of rows of Clerk's users, without those that were created after the run started. */
export interface RowPage {
  /** `value` is the one of the users table's field, which `key` may have made of the id. */
  rows: { clerk_id: string; value: string }[];
  /** Where the page after this one begins; null when there is none. */
  last: string | null;
}

export async function nextRows(
  ctx: QueryCtx,
  { row, started_at }: Run,
  limit: number,
): Promise<RowPage> {
  const rows = await rowsAfter(ctx, row, limit);
  return {
    rows: rows
      .filter(({ created_at }) => created_at < started_at)
      .flatMap(({ clerk_id, value }) => (clerk_id === null ? [] : [{ clerk_id, value }])),
    last: rows.length < limit ? null : rows.at(-1)!.value,
  };
}

/** The findings about the first users of a page; `compared` says about how many. */
export interface Compared {
  findings: Finding[];
  compared: number;
}

/**
 * Runs the app's own handler to see how Clerk's users and the rows here differ. Stops before a user
 * for whom the handler exceeds a limit after others, since it may not exceed it alone.
 *
 * @param bodies The event that Clerk would have sent about each user.
 * @throws ConvexError with Compared as JSON, always, so that the handler's writes are undone.
 */
export async function compareUsers(ctx: MutationCtx, run: Run, bodies: string[]): Promise<never> {
  const findings: Finding[] = [];
  let compared = 0;
  for (const body of bodies) {
    const clerk_id = readEvent(body).data.id as string;
    const finding =
      (await mendedBefore(ctx, run, clerk_id)) ??
      (await findingOf(ctx, clerk_id, body, compared === 0));
    if (finding === 'too much at once') break;
    compared++;
    if (finding !== null) findings.push({ clerk_id, finding });
  }
  throw new ConvexError(JSON.stringify({ findings, compared } satisfies Compared));
}

async function findingOf(
  ctx: MutationCtx,
  clerk_id: string,
  body: string,
  isFirst: boolean,
): Promise<Finding['finding'] | 'too much at once' | null> {
  const event = readEvent(body);
  const now = Date.now();
  const row = await userRowOf(ctx, clerk_id);
  const handled = await handleEvent(ctx, 'clerk', { event, body }, DELIVERED, now);
  const { outcome, was_deleted } = handled;
  if (handled.exceeded && !isFirst) return 'too much at once';
  // An event that failed is applied for real, so that its delivery says why.
  if (outcome === 'applied' || outcome === 'failed') return row === null ? 'created' : 'updated';
  if (was_deleted) return 'missing';
  if (outcome !== 'stale') return null;
  const forced = { force: true, edited: false };
  const otherwise = await handleEvent(ctx, 'clerk', { event, body }, forced, now);
  return otherwise.outcome === 'applied' ? 'newer' : null;
}

/** The finding about a user that this run stored before it was cut off in the middle of a page. */
async function mendedBefore(
  ctx: QueryCtx,
  run: Run,
  clerk_id: string,
): Promise<'created' | 'updated' | null> {
  if (!run.apply) return null;
  const newest = await newestAttempt(ctx, nameOf(run, clerk_id));
  if (newest?.outcome !== 'applied') return null;
  return newest.event_type === 'user.created' ? 'created' : 'updated';
}

function nameOf(run: Run, clerk_id: string) {
  return { source: 'clerk', svix_id: `reconcile_${run._id}_${clerk_id}` };
}

/**
 * Applies the event that Clerk would have sent, and records it as a delivery. Returns the finding;
 * null when a webhook came first and left nothing to do.
 */
export async function mend(
  ctx: MutationCtx,
  run: Run,
  { clerk_id, finding }: Finding,
  body: string,
): Promise<Finding | null> {
  const before = await mendedBefore(ctx, run, clerk_id);
  if (before !== null) return { clerk_id, finding: before };
  const outcome = await applyAndRecord(ctx, nameOf(run, clerk_id), body);
  if (outcome === 'failed') return { clerk_id, finding: 'failed' };
  return outcome === 'applied' ? { clerk_id, finding } : null;
}

/**
 * Removes a row by such an event, and counts it in the same transaction, since the row cannot be
 * found again.
 */
export async function remove(
  ctx: MutationCtx,
  run: Run,
  clerk_id: string,
  body: string,
): Promise<void> {
  const outcome = await applyAndRecord(ctx, nameOf(run, clerk_id), body);
  if (outcome === 'applied') {
    await advance(ctx, run, { findings: [{ clerk_id, finding: 'removed' }] });
  } else if (outcome === 'failed') {
    await advance(ctx, run, { findings: [{ clerk_id, finding: 'failed' }] });
  }
}

async function applyAndRecord(
  ctx: MutationCtx,
  name: ReturnType<typeof nameOf>,
  body: string,
): Promise<Outcome> {
  const now = Date.now();
  const event = readEvent(body);
  const handled = await handleEvent(ctx, name.source, { event, body }, DELIVERED, now);
  if (handled.outcome !== 'applied' && handled.outcome !== 'failed') return handled.outcome;
  const retried = await newestAttempt(ctx, name);
  await recordDelivery(ctx, {
    ...name,
    event_id: name.svix_id,
    retried,
    settled: retried?.settled ?? false,
    event,
    body,
    headers: [],
    handled,
    received_at: now,
  });
  return handled.outcome;
}
