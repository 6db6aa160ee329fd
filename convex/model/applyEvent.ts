import { internal } from '../_generated/api.js';
import type { MutationCtx } from '../_generated/server.js';
import type { ClerkEvent } from '../shared/clerkEvent.ts';
import { userEventOf } from '../shared/clerkUser.ts';
import type { PlanOptions } from '../shared/planUserChange.ts';
import type { UserChangeResult } from '../shared/userChange.ts';
import type { UserEvent, UserUpsert } from '../shared/userEvent.ts';
import type { UserRow } from '../shared/userRow.ts';

/** What became of an event that was to be applied. */
export interface Applied {
  outcome: UserChangeResult['outcome'] | 'failed';
  /** One line of our own words. */
  reason?: string;
  changed: string[];
  before: UserRow | null;
  after: UserRow | null;
  /** What applying threw. */
  error?: string;
}

const MAX_ERROR_LENGTH = 4096;

/** Applies an event inside the current transaction; what throws is undone and told, never thrown. */
export async function applyEvent(
  ctx: MutationCtx,
  event: ClerkEvent,
  options: PlanOptions = {},
): Promise<Applied> {
  const userEvent = userEventOf(event);
  if (userEvent.kind === 'none') {
    return { outcome: 'ignored', reason: userEvent.reason, changed: [], before: null, after: null };
  }
  try {
    return await runUserMutation(ctx, event.type, userEvent, options);
  } catch (error) {
    return {
      outcome: 'failed',
      reason: 'Applying it threw an error.',
      changed: [],
      before: null,
      after: null,
      error: errorText(error),
    };
  }
}

/** A mutation of its own is a sub-transaction: when it throws, its writes alone are rolled back. */
async function runUserMutation(
  ctx: MutationCtx,
  type: string,
  event: Exclude<UserEvent, { kind: 'none' }>,
  options: PlanOptions,
): Promise<UserChangeResult> {
  if (event.kind === 'delete') return await ctx.runMutation(internal.users.deleteUser, { event });
  const args: { event: UserUpsert } & PlanOptions = { event, ...options };
  return type === 'user.created'
    ? await ctx.runMutation(internal.users.createUser, args)
    : await ctx.runMutation(internal.users.updateUser, args);
}

/** Convex puts the stack of what a called mutation threw into the message; the rest is its own. */
function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, MAX_ERROR_LENGTH).toWellFormed();
}
