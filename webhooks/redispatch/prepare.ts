import { operatorError } from '../access/operatorError.ts';
import { getRow } from '../audit/openDelivery.ts';
import { payloadOf } from '../audit/eventRows.ts';
import type { Doc, Id, QueryCtx } from '../dataModel.ts';
import type { Sending } from '../order/decideOrder.ts';
import { readEvent, type ClerkEvent } from '../shared/clerkEvent.ts';
import { changesSubject } from '../shared/editedBody.ts';
import { readEditedBody } from './readEditedBody.ts';

/**
 * A request to re-dispatch. `body` replaces the recorded one; `force` sends the event even if it is
 * stale or its subject deleted.
 */
export interface SendRequest {
  id: Id<'webhookAudit'>;
  body?: string;
  force?: boolean;
}

export interface Prepared {
  original: Doc<'webhookAudit'>;
  body: string;
  event: ClerkEvent;
  sending: Sending;
  /** The edit changed the event's subject. */
  isAnother: boolean;
}

/**
 * Reads the event to send.
 *
 * @throws `not_found` when there is nothing left to send, `bad_request` for a body that cannot be
 * sent, `needs_force` for a body that is sent only if forced.
 */
export async function prepare(ctx: QueryCtx, request: SendRequest, now: number): Promise<Prepared> {
  const original = await getRow(ctx, request.id);
  const payload = await payloadOf(ctx, original);
  if (payload === null) {
    throw operatorError(
      'not_found',
      'The payload of this delivery is no longer kept, so there is nothing to send again.',
    );
  }
  const force = request.force ?? false;
  const recorded = readEvent(payload.body);
  const body = request.body ?? payload.body;
  if (body === payload.body) {
    const sending = { force, edited: false };
    return { original, body, event: recorded, sending, isAnother: false };
  }
  const event = readEditedBody(body, recorded, { force, now });
  const isAnother = changesSubject(event, recorded);
  return { original, body, event, sending: { force, edited: true }, isAnother };
}
