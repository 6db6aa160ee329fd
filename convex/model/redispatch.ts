import { v, type Infer } from 'convex/values';
import type { Doc, Id } from '../_generated/dataModel.js';
import type { MutationCtx, QueryCtx } from '../_generated/server.js';
import { parseClerkEvent, type ClerkEvent } from '../shared/clerkEvent.ts';
import { userEventOf } from '../shared/clerkUser.ts';
import { vOutcome } from '../shared/outcome.ts';
import { planUserChange, type PlanOptions } from '../shared/planUserChange.ts';
import type { Preview } from '../shared/preview.ts';
import type { UserEvent } from '../shared/userEvent.ts';
import type { Tombstone, UserRow } from '../shared/userRow.ts';
import { applyEvent } from './applyEvent.ts';
import { getPayload, newestAttempt, recordDelivery } from './deliveries.ts';
import { readEditedBody, refuseFuture } from './editedBody.ts';
import { operatorError } from './operatorError.ts';
import { getTombstone, getUser, outcomeOf, tombstoneOf, userRowOf } from './users.ts';

const MAX_NOTE_LENGTH = 500;

/** What is asked for: `body` takes the place of the recorded one, `force` passes the guards. */
interface Request {
  id: Id<'webhookAudit'>;
  body?: string;
  force?: boolean;
}

/** The new audit row, and what came of it. */
export const vRedispatched = v.object({
  id: v.id('webhookAudit'),
  outcome: vOutcome,
  reason: v.union(v.string(), v.null()),
});
export type Redispatched = Infer<typeof vRedispatched>;

interface Prepared {
  body: string;
  event: ClerkEvent;
  options: { force: boolean; edited: boolean };
}

/**
 * Applies a recorded delivery again, the same way as receiving it, and records that as a new row.
 * That this svix_id was handled already does not matter: sending it again is the point.
 *
 * @throws `not_found` when there is nothing left to send, `bad_request` for a body or a note that
 * cannot be.
 */
export async function redispatch(
  ctx: MutationCtx,
  request: Request & { by: string; note?: string; batch?: Id<'redispatchBatches'> },
): Promise<Redispatched> {
  const { body, event, options } = await prepareRedispatch(ctx, request);
  if (options.edited) refuseFuture(event, Date.now());
  const note = noteOf(request.note);
  const original = await ctx.db.get('webhookAudit', request.id);
  const svix_id = `redispatch_${request.id}`;
  const applied = await applyEvent(ctx, event, options);
  const id = await recordDelivery(ctx, await newestAttempt(ctx, svix_id), {
    ...applied,
    svix_id,
    event,
    body,
    headers: [],
    source: 'redispatch',
    redispatch: {
      of: request.id,
      by: request.by,
      edited: options.edited,
      forced: options.force,
      note,
      batch: request.batch,
    },
    redispatched_svix_id: original?.redispatched_svix_id ?? original?.svix_id,
  });
  return { id, outcome: applied.outcome, reason: applied.reason ?? null };
}

/**
 * What `redispatch` would do with the same arguments, as far as the planner decides it: what the
 * app's own onUserChange would throw is not known. Throws as `redispatch` does, but for an edited time
 * too far ahead, which takes a clock to see.
 */
export async function previewRedispatch(ctx: QueryCtx, request: Request): Promise<Preview> {
  const { event, options } = await prepareRedispatch(ctx, request);
  const userEvent = userEventOf(event);
  if (userEvent.kind === 'none') {
    const { reason } = userEvent;
    return { outcome: 'ignored', reason, changed: [], before: null, after: null };
  }
  return planPreview(userEvent, await userNow(ctx, userEvent.clerk_id), options).preview;
}

export type UserState = {
  user: UserRow | null;
  tombstone: Tombstone | null;
};

/** A user's row and tombstone as they are now. */
export async function userNow(ctx: QueryCtx, clerk_id: string): Promise<UserState> {
  const user = await getUser(ctx, clerk_id);
  const tombstone = await getTombstone(ctx, clerk_id);
  return { user: user && userRowOf(user), tombstone: tombstone && tombstoneOf(tombstone) };
}

/** What an event would do to its user as it is given, and the user as it would be afterwards. */
export function planPreview(
  event: UserEvent,
  { user, tombstone }: UserState,
  options: PlanOptions,
): { preview: Preview; afterwards: UserState } {
  const plan = planUserChange(user, tombstone, event, options);
  return {
    preview: {
      outcome: outcomeOf(plan),
      reason: plan.reason ?? null,
      changed: plan.changed,
      before: user,
      after: plan.user,
    },
    afterwards: { user: plan.user, tombstone: plan.tombstone },
  };
}

async function prepareRedispatch(ctx: QueryCtx, request: Request): Promise<Prepared> {
  const payload = await getPayload(ctx, request.id);
  if (payload === null) {
    throw operatorError(
      'not_found',
      'The payload of this delivery is no longer kept, so there is nothing to send again.',
    );
  }
  const body = request.body ?? payload.body;
  const edited = body !== payload.body;
  const event = edited ? readEditedBody(body, recordedEvent(payload)) : recordedEvent(payload);
  return { body, event, options: { edited, force: request.force ?? false } };
}

/** The event of a recorded body. It was read as one before it was recorded. */
export function recordedEvent({ body }: Doc<'webhookPayloads'>): ClerkEvent {
  const parsed = parseClerkEvent(body);
  if (parsed.kind !== 'event') throw new Error('A recorded body is no Clerk event.');
  return parsed.event;
}

/** A note as it is stored. Throws `bad_request` when it is too long for a list. */
export function noteOf(note: string | undefined): string | undefined {
  const text = note?.trim();
  if (text && text.length > MAX_NOTE_LENGTH) {
    throw operatorError(
      'bad_request',
      `The note is over ${MAX_NOTE_LENGTH} characters. Shorten it.`,
    );
  }
  return text || undefined;
}
