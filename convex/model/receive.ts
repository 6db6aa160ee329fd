import type { Id } from '../_generated/dataModel.js';
import type { MutationCtx, QueryCtx } from '../_generated/server.js';
import { parseClerkEvent } from '../shared/clerkEvent.ts';
import type { Headers } from '../shared/delivery.ts';
import type { Outcome } from '../shared/outcome.ts';
import { applyEvent } from './applyEvent.ts';
import { newestAttempt, newestRedispatch, recordDelivery } from './deliveries.ts';

export type Received =
  | { outcome: Outcome; reason?: string; id: Id<'webhookAudit'> }
  | { outcome: 'rejected'; rejection: 'not_json' | 'not_clerk_event'; reason: string };

export interface VerifiedRequest {
  svix_id: string;
  body: string;
  headers: Headers;
}

/** Decides, applies and records one verified delivery, all in the current transaction. */
export async function receiveDelivery(
  ctx: MutationCtx,
  { svix_id, body, headers }: VerifiedRequest,
): Promise<Received> {
  const parsed = parseClerkEvent(body);
  if (parsed.kind !== 'event') {
    return { outcome: 'rejected', rejection: parsed.kind, reason: parsed.reason };
  }
  const newest = await newestAttempt(ctx, svix_id);
  const result =
    newest !== null && newest.outcome !== 'failed'
      ? duplicateOf(newest.attempt, newest.outcome)
      : await applyEvent(ctx, parsed.event, {
          redispatched: newest !== null && (await wasRedispatched(ctx, svix_id)),
        });
  const id = await recordDelivery(ctx, newest, {
    svix_id,
    event: parsed.event,
    body,
    headers,
    source: 'clerk',
    ...result,
  });
  return { outcome: result.outcome, reason: result.reason, id };
}

/** Whether an operator sent this event again, since it failed, and it did not fail then. */
async function wasRedispatched(ctx: QueryCtx, svix_id: string): Promise<boolean> {
  const newest = await newestRedispatch(ctx, svix_id);
  return newest !== null && newest.outcome !== 'failed';
}

function duplicateOf(attempt: number, outcome: Outcome) {
  return {
    outcome: 'duplicate' as const,
    reason: `Attempt ${attempt} of this delivery came before and was ${outcome}.`,
    changed: [],
    before: null,
    after: null,
  };
}
