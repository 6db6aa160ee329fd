import { internal } from '../_generated/api.js';
import type { Id } from '../_generated/dataModel.js';
import type { ActionCtx } from '../_generated/server.js';
import { upsertOf } from '../shared/clerkUser.ts';
import type { Finding, Reconciliation } from '../shared/reconciliation.ts';
import type { Progress } from './reconciliations.ts';
import { ClerkApiError, listUsers, userExists, type ClerkUser } from './clerkApi.ts';

/** Pages overlap by one user, so one of them must be greater than that. Clerk's limit is 500. */
const PAGE = 100;

/** Convex ends an action after 10 minutes or more; what is left by then goes on in another one. */
const LONGEST = 8 * 60 * 1000;

type RunId = Id<'reconciliations'>;

/**
 * Compares `users` with all users of Clerk, the oldest first, and mends what differs if the run is
 * to. Its place is stored after each page, so that a run that stopped goes on from there.
 *
 * @returns the report: `failed` when Clerk could not be asked, `running` when it goes on by itself.
 * @throws what nobody foresaw, once the report says `failed` too.
 */
export async function reconcile(ctx: ActionCtx, run: RunId): Promise<Reconciliation> {
  const setState = async (state: Reconciliation['state'], error?: string) =>
    await ctx.runMutation(internal.reconciliations.setState, { run, state, error });
  const stopAt = Date.now() + LONGEST;
  const report = await setState('running');
  try {
    while (await reconcilePage(ctx, run, report.apply, stopAt)) {
      if (Date.now() < stopAt) continue;
      await ctx.scheduler.runAfter(0, internal.admin.reconcile, { run });
      return await setState('running');
    }
    return await setState('done');
  } catch (error) {
    const foreseen = error instanceof ClerkApiError;
    const problem = foreseen
      ? error.message
      : 'It threw an error; the log of this deployment says which.';
    const report = await setState(
      'failed',
      `${problem} What was done so far is kept; go on with \`npx convex run admin:reconcile '{"run":"${run}"}'\`.`,
    );
    if (!foreseen) throw error;
    return report;
  }
}

/**
 * One page of Clerk's users, and some of the rows that are older than its last; as long as there are
 * more of these, the page is read again. False when all is done.
 */
async function reconcilePage(
  ctx: ActionCtx,
  run: RunId,
  apply: boolean,
  stopAt: number,
): Promise<boolean> {
  const { offset, recent } = await ctx.runQuery(internal.reconciliations.position, { run });
  const read_at = Date.now();
  const users = await listUsers({ limit: PAGE, offset });
  // Pages overlap by one user. When they do not, users before it were deleted in between and the
  // following ones moved up: go back, or some would never be compared.
  if (offset > 0 && !(users[0] && recent.includes(users[0].id))) {
    await advance(ctx, run, { offset: Math.max(0, offset - PAGE) });
    return true;
  }
  const fresh = users.filter(({ id }) => !recent.includes(id));
  const findings = await compareUsers(ctx, run, fresh, read_at, apply);
  const mended = apply ? findings.filter(isMendable).map(({ clerk_id }) => clerk_id) : [];
  await advance(ctx, run, {
    findings: findings.filter(({ clerk_id }) => !mended.includes(clerk_id)),
    seen: fresh.map(({ id }) => id).filter((id) => !mended.includes(id)),
  });
  const isLast = users.length <= 1;
  const until = isLast ? null : users.at(-1)!.created_at;
  if (!(await reconcileRows(ctx, run, apply, until, stopAt))) return true;
  await advance(ctx, run, { offset: offset + Math.max(0, users.length - 1) });
  return !isLast;
}

/** Compares, and mends what can be: each user in a transaction of its own. */
async function compareUsers(
  ctx: ActionCtx,
  run: RunId,
  users: ClerkUser[],
  read_at: number,
  apply: boolean,
): Promise<Finding[]> {
  const upserts = users.map((user) => upsertOf(user.id, user, read_at));
  const findings = await ctx.runQuery(internal.reconciliations.compare, { users: upserts });
  if (!apply) return findings;
  for (const found of findings.filter(isMendable)) {
    const user = users.find(({ id }) => id === found.clerk_id);
    const body = eventBody(`user.${found.finding}`, user!, read_at);
    await ctx.runMutation(internal.reconciliations.mend, { run, found, body });
  }
  return findings;
}

function isMendable({ finding }: Finding): boolean {
  return finding === 'created' || finding === 'updated';
}

/** Asks Clerk for the users of the next rows up to a creation time. False when there may be more. */
async function reconcileRows(
  ctx: ActionCtx,
  run: RunId,
  apply: boolean,
  until: number | null,
  stopAt: number,
): Promise<boolean> {
  const { unseen, last, done } = await ctx.runQuery(internal.reconciliations.unseen, {
    run,
    until,
  });
  const findings: Finding[] = [];
  let asked: Progress['row'];
  for (const row of unseen) {
    if (Date.now() >= stopAt) {
      await advance(ctx, run, { findings, row: asked });
      return false;
    }
    asked = row;
    const { clerk_id } = row;
    if (await userExists(clerk_id)) continue;
    if (apply) await removeUser(ctx, run, clerk_id);
    else findings.push({ clerk_id, finding: 'extra' });
  }
  await advance(ctx, run, { findings, row: last ?? undefined });
  return done;
}

async function removeUser(ctx: ActionCtx, run: RunId, clerk_id: string): Promise<void> {
  const user = { id: clerk_id, object: 'user', deleted: true };
  const body = eventBody('user.deleted', user, Date.now());
  const found: Finding = { clerk_id, finding: 'removed' };
  await ctx.runMutation(internal.reconciliations.mend, { run, found, body });
}

/** What Clerk would have sent. */
function eventBody(type: string, data: object, timestamp: number): string {
  return JSON.stringify({ object: 'event', type, timestamp, data });
}

async function advance(ctx: ActionCtx, run: RunId, progress: Partial<Progress>): Promise<void> {
  await ctx.runMutation(internal.reconciliations.advance, {
    run,
    findings: [],
    seen: [],
    ...progress,
  });
}
