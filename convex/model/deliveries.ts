import type { WithoutSystemFields } from 'convex/server';
import type { Infer } from 'convex/values';
import type { Doc, Id } from '../_generated/dataModel.js';
import type { MutationCtx, QueryCtx } from '../_generated/server.js';
import type { AuditFields } from '../shared/auditRow.ts';
import type { ClerkEvent } from '../shared/clerkEvent.ts';
import { clerkUserIdOf, namedUserIdOf, userEventOf, userLabelOf } from '../shared/clerkUser.ts';
import type { Headers, vPayload } from '../shared/delivery.ts';
import type { Outcome } from '../shared/outcome.ts';
import { payloadChanged } from '../shared/payloadChanged.ts';
import type { UserRow } from '../shared/userRow.ts';

type Payload = Infer<typeof vPayload>;
type NewRow = WithoutSystemFields<Omit<Doc<'webhookAudit'>, 'seq'>>;

/** One delivery that was handled, and is to be recorded. */
export interface Delivery {
  svix_id: string;
  event: ClerkEvent;
  body: string;
  headers: Headers;
  outcome: Outcome;
  reason?: string;
  changed: string[];
  before: UserRow | null;
  after: UserRow | null;
  error?: string;
  source: AuditFields['source'];
  redispatch?: AuditFields['redispatch'];
  redispatched_svix_id?: string;
}

/** The newest row of a svix_id: its newest attempt. */
export async function newestAttempt(
  ctx: QueryCtx,
  svix_id: string,
): Promise<Doc<'webhookAudit'> | null> {
  return await ctx.db
    .query('webhookAudit')
    .withIndex('by_svix_id', (q) => q.eq('svix_id', svix_id))
    .order('desc')
    .first();
}

/** The newest re-dispatch of an event, of whichever of its attempts. */
export async function newestRedispatch(
  ctx: QueryCtx,
  svix_id: string,
): Promise<Doc<'webhookAudit'> | null> {
  return await ctx.db
    .query('webhookAudit')
    .withIndex('by_redispatched_svix_id', (q) => q.eq('redispatched_svix_id', svix_id))
    .order('desc')
    .first();
}

/** The newest row of an event: among its attempts and what was re-dispatched of any of them. */
export async function newestOfEvent(
  ctx: QueryCtx,
  svix_id: string,
): Promise<Doc<'webhookAudit'> | null> {
  const attempt = await newestAttempt(ctx, svix_id);
  const redispatched = await newestRedispatch(ctx, svix_id);
  if (attempt === null || redispatched === null) return attempt ?? redispatched;
  return redispatched.seq > attempt.seq ? redispatched : attempt;
}

export async function getPayload(
  ctx: QueryCtx,
  audit_id: Id<'webhookAudit'>,
): Promise<Doc<'webhookPayloads'> | null> {
  return await ctx.db
    .query('webhookPayloads')
    .withIndex('by_audit_id', (q) => q.eq('audit_id', audit_id))
    .unique();
}

/**
 * Records one delivery as a new attempt of its svix_id, whose newest attempt so far is `newest`. What
 * it reads does not depend on how many rows there are: at most one other row and its payload.
 */
export async function recordDelivery(
  ctx: MutationCtx,
  newest: Doc<'webhookAudit'> | null,
  delivery: Delivery,
): Promise<Id<'webhookAudit'>> {
  const clerk_user_id = clerkUserIdOf(delivery.event);
  const forgotten = await isForgotten(ctx, namedUserIdOf(delivery.event));
  const earlier = newest ?? (await newestOfUser(ctx, clerk_user_id));
  // A retry is compared with what its first attempt was compared with.
  const previous = newest === null ? earlier?._id : newest.previous;
  const row: NewRow = {
    svix_id: delivery.svix_id,
    attempt: (newest?.attempt ?? 0) + 1,
    event_type: delivery.event.type,
    clerk_user_id,
    user_label: forgotten ? undefined : (labelOf(delivery) ?? earlier?.user_label),
    occurred_at: delivery.event.occurred_at,
    received_at: Date.now(),
    outcome: delivery.outcome,
    reason: delivery.reason,
    changed: delivery.changed,
    payload_bytes: new TextEncoder().encode(delivery.body).length,
    previous,
    payload_changed: await payloadChangedSince(ctx, previous, delivery.body),
    source: delivery.source,
    redispatch: delivery.redispatch,
    redispatched_svix_id: delivery.redispatched_svix_id,
  };
  if (forgotten) return await insertRow(ctx, row);
  return await insertDelivery(ctx, row, {
    body: delivery.body,
    headers: delivery.headers,
    before: delivery.before === null ? undefined : JSON.stringify(delivery.before),
    after: delivery.after === null ? undefined : JSON.stringify(delivery.after),
    error: delivery.error,
  });
}

/** Writes one audit row and its payload: at most once a transaction, so that `seq` is unique. */
export async function insertDelivery(
  ctx: MutationCtx,
  row: NewRow,
  payload: Payload,
): Promise<Id<'webhookAudit'>> {
  const audit_id = await insertRow(ctx, row);
  await ctx.db.insert('webhookPayloads', { audit_id, ...payload });
  return audit_id;
}

async function insertRow(ctx: MutationCtx, row: NewRow): Promise<Id<'webhookAudit'>> {
  return await ctx.db.insert('webhookAudit', { ...row, seq: ctx.db.vars.commitTs });
}

/**
 * Whether admin.forgetUser was asked to forget whom a delivery names: only its row is kept then. One
 * that knows the person by an address alone cannot be told, since no address of theirs is kept.
 */
async function isForgotten(ctx: QueryCtx, clerk_id: string | undefined): Promise<boolean> {
  if (clerk_id === undefined) return false;
  const erasure = await ctx.db
    .query('erasures')
    .withIndex('by_clerk_id', (q) => q.eq('clerk_id', clerk_id))
    .unique();
  return erasure !== null;
}

async function newestOfUser(
  ctx: QueryCtx,
  clerk_user_id: string | undefined,
): Promise<Doc<'webhookAudit'> | null> {
  if (clerk_user_id === undefined) return null;
  return await ctx.db
    .query('webhookAudit')
    .withIndex('by_clerk_user_id', (q) => q.eq('clerk_user_id', clerk_user_id))
    .order('desc')
    .first();
}

async function payloadChangedSince(
  ctx: QueryCtx,
  previous: Id<'webhookAudit'> | undefined,
  body: string,
): Promise<string[] | undefined> {
  const payload = previous && (await getPayload(ctx, previous));
  return payload ? payloadChanged(payload.body, body) : undefined;
}

/** The user's name as of this delivery; a delete's payload has none, the row it removed does. */
function labelOf({ event, before }: Delivery): string | undefined {
  const userEvent = userEventOf(event);
  if (userEvent.kind === 'upsert') return userLabelOf(userEvent.fields);
  return before === null ? undefined : userLabelOf(before);
}
