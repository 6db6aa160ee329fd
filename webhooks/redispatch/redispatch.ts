import { v, type Infer } from 'convex/values';
import { operatorError } from '../access/operatorError.ts';
import { getPayload, newestAttempt, newestOfEvent } from '../audit/eventRows.ts';
import { recordDelivery } from '../audit/recordDelivery.ts';
import type { Doc, Id, MutationCtx } from '../dataModel.ts';
import { NO_EFFECTS } from '../record/effects.ts';
import { handleEvent, type Handled } from '../receive/handleEvent.ts';
import { vOutcome } from '../shared/outcome.ts';
import { prepare, type Prepared, type SendRequest } from './prepare.ts';

const MAX_NOTE_LENGTH = 500;
const KEY = /^[\w-]{1,100}$/;

export interface RedispatchRequest extends SendRequest {
  /** The operator's name. */
  by: string;
  note?: string;
  batch?: Id<'webhookBatches'>;
  /** One key for each press of the button: the same key never sends twice. */
  idempotency_key?: string;
}

/** The new audit row and its outcome. */
export const vRedispatched = v.object({
  id: v.id('webhookAudit'),
  outcome: vOutcome,
  reason: v.union(v.string(), v.null()),
});
export type Redispatched = Infer<typeof vRedispatched>;

/**
 * Applies a recorded delivery again, the same way as receiving it, and records that as a new row.
 * It runs even if the event was handled before: that is the point of a re-dispatch.
 *
 * @throws `not_found` when there is nothing left to send, `bad_request` for an invalid body, note
 * or key.
 */
export async function redispatch(
  ctx: MutationCtx,
  request: RedispatchRequest,
): Promise<Redispatched> {
  const now = Date.now();
  const prepared = await prepare(ctx, request, now);
  const note = noteOf(request.note);
  const svix_id = `redispatch_${keyOf(request)}`;
  const sent = await newestAttempt(ctx, { source: prepared.original.source, svix_id });
  if (sent !== null) return await sentBefore(ctx, sent, { ...request, note }, prepared);

  const { original, sending } = prepared;
  const handled = await handleEvent(ctx, original.source, prepared, sending, now);
  return await recordRedispatch(ctx, { ...request, note }, prepared, svix_id, handled, now);
}

/** Records that an event could not be sent, since its whole transaction failed twice. */
export async function giveUp(ctx: MutationCtx, request: RedispatchRequest): Promise<Redispatched> {
  const now = Date.now();
  const prepared = await prepare(ctx, request, now);
  const handled: Handled = {
    outcome: 'failed',
    reason: 'Given up: the whole transaction failed twice, as happens when it takes too long.',
    effects: NO_EFFECTS,
    // A batch never edits, so the subject is the same.
    subject: prepared.original.subject,
    was_deleted: false,
  };
  const svix_id = `redispatch_${keyOf(request)}`;
  return await recordRedispatch(ctx, request, prepared, svix_id, handled, now);
}

async function recordRedispatch(
  ctx: MutationCtx,
  { id, by, note, batch }: RedispatchRequest,
  { original, event, body, sending, isAnother }: Prepared,
  svix_id: string,
  handled: Handled,
  now: number,
): Promise<Redispatched> {
  const { source } = original;
  const event_id = isAnother ? svix_id : original.event_id;
  const newest = isAnother ? null : await newestOfEvent(ctx, source, event_id);
  const audit_id = await recordDelivery(ctx, {
    source,
    svix_id,
    event_id,
    retried: null,
    settled: newest?.settled ?? false,
    event,
    body,
    headers: [],
    handled,
    redispatch: { of: id, by, edited: sending.edited, forced: sending.force, note, batch },
    received_at: now,
  });
  return { id: audit_id, outcome: handled.outcome, reason: handled.reason ?? null };
}

/** The re-dispatch that this key sent before. Throws `bad_request` if the request differs. */
async function sentBefore(
  ctx: MutationCtx,
  { _id, outcome, reason, redispatch }: Doc<'webhookAudit'>,
  { id, by, note }: RedispatchRequest,
  { body, sending: { force, edited } }: Prepared,
): Promise<Redispatched> {
  const payload = await getPayload(ctx, _id);
  const asked = JSON.stringify([id, by, note, force, edited]);
  const { of, by: sender, note: noted, forced, edited: changed } = redispatch!;
  const isSame = asked === JSON.stringify([of, sender, noted, forced, changed]);
  if (!isSame || (payload !== null && payload.body !== body)) {
    throw operatorError('bad_request', 'This idempotency key was used for another re-dispatch.');
  }
  return { id: _id, outcome, reason: reason ?? null };
}

function keyOf({ idempotency_key: key }: RedispatchRequest): string {
  if (key === undefined) return `${Date.now()}_${Math.random().toString(36).slice(2)}`;
  if (KEY.test(key)) return key;
  throw operatorError(
    'bad_request',
    '`idempotency_key` needs 1 to 100 letters, digits, - or _. Make one with crypto.randomUUID().',
  );
}

/** A note as it is stored. Throws `bad_request` when it is too long for a list. */
export function noteOf(note: string | undefined): string | undefined {
  const text = note?.trim().toWellFormed();
  if (text && text.length > MAX_NOTE_LENGTH) {
    throw operatorError(
      'bad_request',
      `The note is over ${MAX_NOTE_LENGTH} characters. Shorten it.`,
    );
  }
  return text || undefined;
}
