import type { Doc, Id } from '../_generated/dataModel.js';
import type { MutationCtx, QueryCtx } from '../_generated/server.js';
import { parseClerkEvent } from '../shared/clerkEvent.ts';
import { changedFields, planUserChange } from '../shared/planUserChange.ts';
import type { Finding, Reconciliation } from '../shared/reconciliation.ts';
import type { UserUpsert } from '../shared/userEvent.ts';
import { applyEvent } from './applyEvent.ts';
import { newestAttempt, recordDelivery } from './deliveries.ts';
import { userNow, type UserState } from './redispatch.ts';

type Run = Doc<'reconciliations'>;

const MAX_FINDINGS = 100;
const MAX_RECENT = 1000;
const ROWS_A_CALL = 100;
const NO_END = Number.MAX_SAFE_INTEGER;

/** Stores a run that has compared nothing yet. */
export async function startRun(ctx: MutationCtx, apply: boolean): Promise<Id<'reconciliations'>> {
  const now = Date.now();
  return await ctx.db.insert('reconciliations', {
    apply,
    state: 'running',
    started_at: now,
    updated_at: now,
    compared: 0,
    missing: 0,
    created: 0,
    updated: 0,
    newer: 0,
    extra: 0,
    removed: 0,
    failed: 0,
    findings: [],
    offset: 0,
    recent: [],
    row: { clerk_created_at: -1, clerk_id: '' },
  });
}

/** Throws when there is no such run. */
export async function getRun(ctx: QueryCtx, run: Id<'reconciliations'>): Promise<Run> {
  const found = await ctx.db.get('reconciliations', run);
  if (found === null) throw new Error('There is no such reconciliation; it may be too old.');
  return found;
}

/** A run as operators get it: without its place. */
export function reportOf(run: Run): Reconciliation {
  const { _id, _creationTime, offset: _offset, recent: _recent, row: _row, ...report } = run;
  return { run: _id, ...report };
}

/** How Clerk's users and the rows here differ, by the planner that webhooks go through. */
export async function compareUsers(ctx: QueryCtx, users: UserUpsert[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const event of users) {
    const finding = findingOf(await userNow(ctx, event.clerk_id), event);
    if (finding !== null) findings.push({ clerk_id: event.clerk_id, finding });
  }
  return findings;
}

function findingOf({ user, tombstone }: UserState, event: UserUpsert): Finding['finding'] | null {
  const { kind } = planUserChange(user, tombstone, event);
  if (kind === 'create') return 'created';
  if (kind === 'update') return 'updated';
  if (user === null) return 'missing';
  return kind === 'stale' && changedFields(user, event.fields).length > 0 ? 'newer' : null;
}

/** Rows after the last that was looked at, up to a creation time, whose users did not just come. */
export async function unseenRows(
  ctx: QueryCtx,
  { row, recent, started_at }: Run,
  until: number | null,
): Promise<{ unseen: Run['row'][]; last: Run['row'] | null; done: boolean }> {
  const { clerk_created_at, clerk_id } = row;
  const sameTime = await ctx.db
    .query('users')
    .withIndex('by_clerk_created_at', (q) =>
      q.eq('clerk_created_at', clerk_created_at).gt('clerk_id', clerk_id),
    )
    .take(ROWS_A_CALL);
  const later = await ctx.db
    .query('users')
    .withIndex('by_clerk_created_at', (q) =>
      q.gt('clerk_created_at', clerk_created_at).lt('clerk_created_at', until ?? NO_END),
    )
    .take(ROWS_A_CALL - sameTime.length);
  const rows = [...sameTime, ...later];
  return {
    unseen: rows
      .filter((one) => one._creationTime < started_at && !recent.includes(one.clerk_id))
      .map(placeOf),
    last: rows.length === 0 ? null : placeOf(rows.at(-1)!),
    done: rows.length < ROWS_A_CALL,
  };
}

function placeOf({ clerk_created_at, clerk_id }: Doc<'users'>): Run['row'] {
  return { clerk_created_at, clerk_id };
}

/**
 * Applies the event that Clerk's answer amounts to, and records it as a delivery; counts it in the
 * same transaction, so that a run that goes on after a crash counts nothing twice.
 */
export async function mend(
  ctx: MutationCtx,
  run: Run,
  { clerk_id, finding }: Finding,
  body: string,
): Promise<void> {
  const seen = finding === 'removed' ? [] : [clerk_id];
  const parsed = parseClerkEvent(body);
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  const applied = await applyEvent(ctx, parsed.event);
  // A webhook may have come first.
  if (applied.outcome !== 'applied' && applied.outcome !== 'failed') {
    await note(ctx, run, { findings: [], seen });
    return;
  }
  const svix_id = `reconcile_${run._id}_${clerk_id}`;
  await recordDelivery(ctx, await newestAttempt(ctx, svix_id), {
    ...applied,
    svix_id,
    event: parsed.event,
    body,
    headers: [],
    source: 'reconcile',
  });
  const found = { clerk_id, finding: applied.outcome === 'applied' ? finding : 'failed' } as const;
  await note(ctx, run, { findings: [found], seen });
}

/** What each finding counts as. */
const COUNTED = {
  created: ['missing', 'created'],
  updated: ['updated'],
  missing: ['missing'],
  newer: ['newer'],
  extra: ['extra'],
  removed: ['extra', 'removed'],
  failed: ['failed'],
} as const satisfies Record<Finding['finding'], (keyof Run)[]>;

/** Stores what was found, which of Clerk's users were compared by that, and where the run is. */
export async function note(
  ctx: MutationCtx,
  run: Run,
  { findings, seen, ...position }: Progress,
): Promise<void> {
  const { missing, created, updated, newer, extra, removed, failed } = run;
  const counts = { missing, created, updated, newer, extra, removed, failed };
  for (const { finding } of findings) {
    for (const count of COUNTED[finding]) counts[count]++;
  }
  await ctx.db.patch('reconciliations', run._id, {
    ...counts,
    ...position,
    compared: run.compared + seen.length,
    findings: [...run.findings, ...findings].slice(0, MAX_FINDINGS),
    recent: [...run.recent, ...seen].slice(-MAX_RECENT),
    updated_at: Date.now(),
  });
}

export interface Progress extends Partial<Pick<Run, 'offset' | 'row'>> {
  findings: Finding[];
  seen: string[];
}
