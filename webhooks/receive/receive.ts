import { v, type Infer } from 'convex/values';
import {
  firstAttempt,
  getPayload,
  newestAttempt,
  newestOfEvent,
  newestSuccess,
} from '../audit/eventRows.ts';
import { recordDelivery, type DeliveryToRecord } from '../audit/recordDelivery.ts';
import type { Doc, MutationCtx } from '../dataModel.ts';
import { digest } from '../digest.ts';
import { NO_EFFECTS } from '../record/effects.ts';
import { errorText } from '../record/errorText.ts';
import { parseClerkEvent, type ReadBody } from '../shared/clerkEvent.ts';
import { vHeaders } from '../shared/delivery.ts';
import { vOutcome } from '../shared/outcome.ts';
import { DELIVERED, handleEvent, placeOf, type Handled } from './handleEvent.ts';

export const vVerifiedRequest = v.object({
  /** The source of the route; `clerk` if left out. */
  source: v.optional(v.string()),
  svix_id: v.string(),
  body: v.string(),
  headers: vHeaders,
});
export type VerifiedRequest = Infer<typeof vVerifiedRequest>;

export const vReceived = v.union(
  v.object({
    outcome: vOutcome,
    reason: v.optional(v.string()),
    id: v.id('webhookAudit'),
  }),
  v.object({
    outcome: v.literal('rejected'),
    rejection: v.union(v.literal('not_json'), v.literal('not_clerk_event')),
    reason: v.string(),
  }),
);
export type Received = Infer<typeof vReceived>;

/** How a delivery's event is handled. */
type Handle = (read: ReadBody, source: string, now: number) => Promise<Handled>;

/** Decides, applies and records one verified delivery, all in the current transaction. */
export async function receiveDelivery(
  ctx: MutationCtx,
  request: VerifiedRequest,
): Promise<Received> {
  return await recordHandled(ctx, request, (read, source, now) =>
    handleEvent(ctx, source, read, DELIVERED, now),
  );
}

/** Records a delivery whose transaction failed as a whole, so that nothing of it was kept. */
export async function logFailure(
  ctx: MutationCtx,
  request: VerifiedRequest,
  error: string,
): Promise<Received> {
  return await recordHandled(ctx, request, async ({ event }, source, now) => ({
    outcome: 'failed',
    reason: 'The whole transaction failed: it took too long, or met too many conflicts.',
    error,
    error_line: errorText(error).error_line,
    effects: NO_EFFECTS,
    // The failure is recorded even if the app's settings are what failed.
    subject: (await placeOf(ctx, source, event, now).catch(() => null))?.subject,
    was_deleted: false,
  }));
}

async function recordHandled(
  ctx: MutationCtx,
  { source = 'clerk', svix_id, body, headers }: VerifiedRequest,
  handle: Handle,
): Promise<Received> {
  const parsed = parseClerkEvent(body);
  if (parsed.kind !== 'event') {
    return { outcome: 'rejected', rejection: parsed.kind, reason: parsed.reason };
  }
  const now = Date.now();
  const known = await knownEvent(ctx, { source, svix_id }, body);
  const handled = known.newest?.settled
    ? duplicateOf(await newestSuccess(ctx, known.newest))
    : await handle({ event: parsed.event, body }, source, now);
  const id = await recordDelivery(ctx, {
    source,
    svix_id,
    event_id: known.event_id,
    retried: known.retried,
    settled: known.newest?.settled ?? false,
    event: parsed.event,
    body,
    headers,
    handled,
    received_at: now,
  });
  return { outcome: handled.outcome, reason: handled.reason, id };
}

/**
 * The event that a delivery belongs to. A known svix_id with a different body is an event of its
 * own, so that nobody with a signing secret can hide one event behind another.
 */
async function knownEvent(
  ctx: MutationCtx,
  name: { source: string; svix_id: string },
  body: string,
): Promise<{
  event_id: string;
  newest: Doc<'webhookAudit'> | null;
  retried: DeliveryToRecord['retried'];
}> {
  const first = await firstAttempt(ctx, name);
  if (first === null) return { event_id: name.svix_id, newest: null, retried: null };
  const payload = await getPayload(ctx, first._id);
  const isRetry = payload === null || payload.body === body;
  if (isRetry) {
    const newest = await newestOfEvent(ctx, name.source, name.svix_id);
    const { attempt } = (await newestAttempt(ctx, name)) ?? first;
    return { event_id: name.svix_id, newest, retried: { ...first, attempt } };
  }
  const event_id = `${name.svix_id}#${(await digest(body)).slice(0, 16)}`;
  const newest = await newestOfEvent(ctx, name.source, event_id);
  return { event_id, newest, retried: newest };
}

function duplicateOf({
  _id,
  repeats,
  outcome,
  reason,
  attempt,
  redispatch,
  subject,
}: Doc<'webhookAudit'>): Handled {
  const by = redispatch === undefined ? `attempt ${attempt}` : 'a re-dispatch';
  return {
    outcome: 'duplicate',
    reason: outcome === 'duplicate' ? reason : `Already ${outcome} by ${by}.`,
    repeats: outcome === 'duplicate' ? repeats : _id,
    effects: NO_EFFECTS,
    subject,
    was_deleted: false,
  };
}
