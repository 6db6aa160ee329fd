import type { Doc } from '../_generated/dataModel.js';
import type { MutationCtx, QueryCtx } from '../_generated/server.js';
import { planUserChange, type PlanOptions, type UserPlan } from '../shared/planUserChange.ts';
import type { UserChangeResult } from '../shared/userChange.ts';
import type { UserEvent } from '../shared/userEvent.ts';
import type { Tombstone, UserRow } from '../shared/userRow.ts';
import { onUserChange } from './onUserChange.ts';

/** A user's row, by the id that Clerk gave it. */
export async function getUser(ctx: QueryCtx, clerk_id: string): Promise<Doc<'users'> | null> {
  return await ctx.db
    .query('users')
    .withIndex('by_clerk_id', (q) => q.eq('clerk_id', clerk_id))
    .unique();
}

export async function getTombstone(
  ctx: QueryCtx,
  clerk_id: string,
): Promise<Doc<'userTombstones'> | null> {
  return await ctx.db
    .query('userTombstones')
    .withIndex('by_clerk_id', (q) => q.eq('clerk_id', clerk_id))
    .unique();
}

/** The row without what Convex adds to it. */
export function userRowOf({ _id, _creationTime, ...row }: Doc<'users'>): UserRow {
  return row;
}

export function tombstoneOf({
  _id,
  _creationTime,
  ...tombstone
}: Doc<'userTombstones'>): Tombstone {
  return tombstone;
}

/** Does what the planner decides on one user event, and tells the app. */
export async function applyUserEvent(
  ctx: MutationCtx,
  event: Exclude<UserEvent, { kind: 'none' }>,
  options: PlanOptions,
): Promise<UserChangeResult> {
  const user = await getUser(ctx, event.clerk_id);
  const tombstone = await getTombstone(ctx, event.clerk_id);
  const before = user && userRowOf(user);
  const plan = planUserChange(before, tombstone && tombstoneOf(tombstone), event, options);
  await writeUser(ctx, user, plan);
  await writeTombstone(ctx, tombstone, plan);
  if (plan.kind === 'create' || plan.kind === 'update' || plan.kind === 'delete') {
    await onUserChange(ctx, { kind: plan.kind, before, after: plan.user });
  }
  return {
    outcome: outcomeOf(plan),
    reason: plan.reason,
    changed: plan.changed,
    before,
    after: plan.user,
  };
}

/** The outcome of a plan that was carried out. */
export function outcomeOf({ kind }: UserPlan): UserChangeResult['outcome'] {
  return kind === 'create' || kind === 'update' || kind === 'delete' ? 'applied' : kind;
}

async function writeUser(ctx: MutationCtx, user: Doc<'users'> | null, plan: UserPlan) {
  if (plan.user === null) {
    if (user !== null) await ctx.db.delete('users', user._id);
  } else if (user === null) {
    await ctx.db.insert('users', plan.user);
  } else if (
    plan.kind === 'update' ||
    user.clerk_updated_at !== plan.user.clerk_updated_at ||
    user.clerk_event_at !== plan.user.clerk_event_at
  ) {
    await ctx.db.replace('users', user._id, plan.user);
  }
}

async function writeTombstone(
  ctx: MutationCtx,
  tombstone: Doc<'userTombstones'> | null,
  plan: UserPlan,
) {
  if (plan.tombstone === null) {
    if (tombstone !== null) await ctx.db.delete('userTombstones', tombstone._id);
  } else if (tombstone === null) {
    await ctx.db.insert('userTombstones', plan.tombstone);
  } else if (tombstone.deleted_at !== plan.tombstone.deleted_at) {
    await ctx.db.replace('userTombstones', tombstone._id, plan.tombstone);
  }
}
