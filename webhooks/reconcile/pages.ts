/** The pages that a reconciliation goes through. Each returns what is to be stored of it. */
import { ConvexError } from 'convex/values';
import type { ActionCtx, Id } from '../dataModel.ts';
import { functions } from '../functions.ts';
import type { Finding } from '../shared/reconciliation.ts';
import {
  CursorRefusedError,
  isGone,
  listedAmong,
  listUsers,
  PAGE,
  type ClerkUser,
} from './clerkApi.ts';
import type { Progress } from './progress.ts';
import type { Compared, Position } from './record.ts';

type RunId = Id<'webhookReconciliations'>;

/**
 * The next page: first each row here is looked for at Clerk, then each of Clerk's users here, and at
 * last, with `apply`, the rows whose users are gone are removed.
 */
export async function nextPage(
  ctx: ActionCtx,
  run: RunId,
  at: Position,
  stopAt: number,
): Promise<Progress> {
  switch (at.phase) {
    case 'rows':
      return await countGone(ctx, run, stopAt);
    case 'users':
      return await compareUsers(ctx, run, at);
    default:
      return await removeGone(ctx, run, at, stopAt);
  }
}

/** Counts the next rows whose users Clerk no longer has. */
async function countGone(ctx: ActionCtx, run: RunId, stopAt: number): Promise<Progress> {
  const { rows, gone, progress } = await askForRows(ctx, run, stopAt, 'users');
  const findings = gone.map((clerk_id): Finding => ({ clerk_id, finding: 'extra' }));
  return { ...progress, rows, findings };
}

/**
 * Removes the rows whose users Clerk no longer has, each by the event that Clerk would have sent.
 * Never removes more than were counted.
 */
async function removeGone(
  ctx: ActionCtx,
  run: RunId,
  { extra, removed }: Position,
  stopAt: number,
): Promise<Progress> {
  const { gone, progress } = await askForRows(ctx, run, stopAt, 'done');
  for (const clerk_id of gone.slice(0, Math.max(0, extra - removed))) {
    const user = { id: clerk_id, object: 'user', deleted: true };
    const body = eventBody('user.deleted', user, Date.now());
    await ctx.runMutation(functions.removeUser, { run, clerk_id, body });
  }
  return progress;
}

/** Asks Clerk for the users of the next rows: all at once, then one by one for those not listed. */
async function askForRows(
  ctx: ActionCtx,
  run: RunId,
  stopAt: number,
  next: Progress['phase'],
): Promise<{ rows: number; gone: string[]; progress: Progress }> {
  const { rows, last } = await ctx.runQuery(functions.nextUserRows, { run });
  const ids = rows.map(({ clerk_id }) => clerk_id);
  const listed = ids.length === 0 ? new Set() : await listedAmong(ids);
  const gone: string[] = [];
  for (const [asked, id] of ids.entries()) {
    if (listed.has(id)) continue;
    if (asked > 0 && Date.now() >= stopAt) {
      return { rows: asked, gone, progress: { row: rows[asked - 1]!.value } };
    }
    if (await isGone(id)) gone.push(id);
  }
  const progress: Progress = last === null ? { phase: next, row: '' } : { row: last };
  return { rows: rows.length, gone, progress };
}

/** Compares the next of Clerk's users with the rows here, and with `apply` mends what differs. */
async function compareUsers(ctx: ActionCtx, run: RunId, at: Position): Promise<Progress> {
  const read_at = Date.now();
  const users = await usersAfter(at.recent);
  const fresh = users.filter(({ id }) => !at.recent.includes(id));
  const bodies = fresh.map((user) => eventBody('user.updated', user, read_at));
  let findings = await findingsOf(ctx, run, bodies);
  if (at.apply) findings = await mend(ctx, run, fresh, findings, read_at);
  const next: Progress['phase'] = at.apply && at.extra > 0 && at.remove !== 0 ? 'removal' : 'done';
  return {
    findings,
    compared: fresh.length,
    ...(users.length < PAGE ? { phase: next } : { recent: users.map(({ id }) => id) }),
  };
}

/** Asks what the handler would do, in as many transactions as its limits demand. */
async function findingsOf(ctx: ActionCtx, run: RunId, bodies: string[]): Promise<Finding[]> {
  const all: Finding[] = [];
  for (let rest = bodies; rest.length > 0;) {
    const { findings, compared } = await compareFirst(ctx, run, rest);
    all.push(...findings);
    rest = rest.slice(compared);
  }
  return all;
}

/** compareUsers throws the findings, which undoes the handler's writes. */
async function compareFirst(ctx: ActionCtx, run: RunId, bodies: string[]): Promise<Compared> {
  try {
    await ctx.runMutation(functions.compareUsers, { run, bodies });
  } catch (thrown) {
    if (thrown instanceof ConvexError) return JSON.parse(thrown.data) as Compared;
    throw thrown;
  }
  throw new Error('A comparison ended without being undone.');
}

/** The page after the newest of these ids that Clerk still has: users may be deleted in between. */
async function usersAfter(recent: string[]): Promise<ClerkUser[]> {
  for (const id of recent.toReversed()) {
    try {
      return await listUsers(id);
    } catch (error) {
      if (!(error instanceof CursorRefusedError)) throw error;
    }
  }
  return await listUsers(undefined);
}

/** Mends each user that can be mended, in a transaction of its own. */
async function mend(
  ctx: ActionCtx,
  run: RunId,
  users: ClerkUser[],
  findings: Finding[],
  read_at: number,
): Promise<Finding[]> {
  const mended: Finding[] = [];
  for (const found of findings) {
    const user = users.find(({ id }) => id === found.clerk_id)!;
    const isMendable = found.finding === 'created' || found.finding === 'updated';
    const body = eventBody(`user.${found.finding}`, user, read_at);
    const finding = isMendable
      ? await ctx.runMutation(functions.mendUser, { run, found, body })
      : found;
    if (finding !== null) mended.push(finding);
  }
  return mended;
}

/** The body that Clerk would have sent. */
function eventBody(type: string, data: object, timestamp: number): string {
  return JSON.stringify({ object: 'event', type, timestamp, data });
}
