import { recordDelivery } from '../audit/recordDelivery.ts';
import type { Doc, Id, MutationCtx, QueryCtx } from '../dataModel.ts';
import { functions } from '../functions.ts';
import { DELIVERED, handleEvent } from '../receive/handleEvent.ts';
import { readEvent } from '../shared/clerkEvent.ts';
import { forgetDeliveries } from './forgetDeliveries.ts';
import { forgetNotes } from './forgetNotes.ts';
import { forgetRejections } from './forgetRejections.ts';
import type { Progress } from './progress.ts';

type Erasure = Doc<'webhookErasures'>;

/** An erasure that has not moved for this long lost its next step. */
const STUCK_AFTER = 2 * 60 * 1000;

/** Any other text, such as an empty one, could occur in everybody's payloads. */
const CLERK_ID = /^user_\w+$/;

/**
 * Deletes a user at once and for good, by running the app's handler with a delete like Clerk's, and
 * schedules the longer work: erasing the user from stored deliveries.
 *
 * @throws for an id that is not a Clerk user id, and whatever the handler throws. Nothing is erased
 * then.
 */
export async function forgetUser(ctx: MutationCtx, clerk_id: string): Promise<void> {
  if (!CLERK_ID.test(clerk_id)) {
    throw new Error(
      '`clerk_id` is not a user id of Clerk: these begin with user_. Nothing was done.',
    );
  }
  const now = Date.now();
  const data = { id: clerk_id, object: 'user', deleted: true };
  const body = JSON.stringify({ type: 'user.deleted', timestamp: now, data });
  const event = readEvent(body);
  const handled = await handleEvent(ctx, 'clerk', { event, body }, DELIVERED, now);
  if (handled.outcome === 'failed') throw new Error(handled.error);
  const removed = handled.effects.changes.map(({ document }) => document);
  // From here on, only the rows of the user's deliveries are kept.
  const id = await beginErasure(ctx, clerk_id, [clerk_id, ...removed]);
  const svix_id = `forget_${clerk_id}_${now}`;
  await recordDelivery(ctx, {
    source: 'clerk',
    svix_id,
    event_id: svix_id,
    retried: null,
    settled: false,
    event,
    body,
    headers: [],
    handled,
    received_at: now,
  });
  await scheduleStep(ctx, (await ctx.db.get('webhookErasures', id))!);
}

/** Starts an erasure, or restarts an earlier one and keeps its marks. */
async function beginErasure(ctx: MutationCtx, clerk_id: string, marks: string[]) {
  const begun = await ctx.db
    .query('webhookErasures')
    .withIndex('by_clerk_id', (q) => q.eq('clerk_id', clerk_id))
    .unique();
  const now = Date.now();
  const start = { state: 'running', started_at: now, updated_at: now, ...OWN } as const;
  if (begun !== null) {
    await ctx.db.patch('webhookErasures', begun._id, {
      ...start,
      marks: [...new Set([...begun.marks, ...marks])],
    });
    return begun._id;
  }
  return await ctx.db.insert('webhookErasures', { clerk_id, marks, ...start });
}

const OWN = { phase: 'own deliveries', cursor: -1n } as const;

/**
 * Does one bounded part of an erasure. First come the user's own deliveries, which give the
 * addresses and documents to look for; then all deliveries that mention one of these (an email to
 * the user, a membership); then the notes of batches that sent any of them; then rejections. Own
 * deliveries with more marks than one round looks for are left to further rounds. A step may be
 * scheduled twice, so it does nothing unless the erasure is at the given place.
 */
export async function forgetStep(
  ctx: MutationCtx,
  id: Id<'webhookErasures'>,
  at: Pick<Erasure, 'phase' | 'cursor'>,
): Promise<void> {
  const erasure = await ctx.db.get('webhookErasures', id);
  if (erasure === null || erasure.state === 'done') return;
  if (erasure.phase !== at.phase || erasure.cursor !== at.cursor) return;
  const progress = { ...(await partOf(ctx, erasure)), updated_at: Date.now() };
  await ctx.db.patch('webhookErasures', id, progress);
  if (progress.state !== 'done') await scheduleStep(ctx, { ...erasure, ...progress });
}

async function partOf(ctx: MutationCtx, erasure: Erasure): Promise<Progress> {
  switch (erasure.phase) {
    case 'own deliveries':
    case 'other deliveries':
      return await forgetDeliveries(ctx, erasure);
    case 'notes':
      return await forgetNotes(ctx, erasure);
    case 'rejections':
      return await forgetRejections(ctx, erasure);
  }
}

async function scheduleStep(
  ctx: MutationCtx,
  { _id: id, phase, cursor }: Pick<Erasure, '_id' | 'phase' | 'cursor'>,
): Promise<void> {
  await ctx.scheduler.runAfter(0, functions.forgetStep, { id, phase, cursor });
}

/** Schedules a step for each erasure whose next step was lost. An additional step does no harm. */
export async function resumeErasures(ctx: MutationCtx, now: number): Promise<void> {
  const stuck = await ctx.db
    .query('webhookErasures')
    .withIndex('by_state', (q) => q.eq('state', 'running').lte('updated_at', now - STUCK_AFTER))
    .take(100);
  for (const erasure of stuck) await scheduleStep(ctx, erasure);
}

/** Unfinished erasures, the one that has waited longest first. */
export async function runningErasures(ctx: QueryCtx): Promise<Erasure[]> {
  return await ctx.db
    .query('webhookErasures')
    .withIndex('by_state', (q) => q.eq('state', 'running'))
    .take(100);
}
