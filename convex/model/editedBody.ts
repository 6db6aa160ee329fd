import { MAX_BODY_BYTES } from '../shared/bodySize.ts';
import { parseClerkEvent, timeOf, type ClerkEvent } from '../shared/clerkEvent.ts';
import { operatorError } from './operatorError.ts';

/** A clock may run ahead by so much. An event from further ahead would win against all later ones. */
const MAX_AHEAD = 5 * 60 * 1000;

/**
 * Reads a body that an operator edited: still a Clerk event about the same kind of object as the
 * recorded one.
 *
 * @throws `bad_request`, saying what to correct.
 */
export function readEditedBody(body: string, recorded: ClerkEvent): ClerkEvent {
  if (new TextEncoder().encode(body).length > MAX_BODY_BYTES) {
    throw badRequest('The edited body is over 512 KiB, more than is ever received.');
  }
  const parsed = parseClerkEvent(body);
  if (parsed.kind === 'not_json') {
    throw badRequest('The edited body is not JSON. Correct it and send again.');
  }
  if (parsed.kind === 'not_clerk_event') {
    throw badRequest(
      'The edited body is no Clerk event: it needs a `type`, a `timestamp` and `data`, an object.',
    );
  }
  const { event } = parsed;
  if (kindOf(event) !== kindOf(recorded)) {
    throw badRequest(
      `The edited body is about another kind of object. Keep its \`type\` and \`data.object\`: ${kindOf(recorded)}.`,
    );
  }
  return event;
}

/**
 * Refuses an edited event from the future. `now` is in milliseconds since 1970: only a mutation
 * knows it, a query must not read the clock.
 *
 * @throws `bad_request`
 */
export function refuseFuture(event: ClerkEvent, now: number): void {
  if (Math.max(event.occurred_at, timeOf(event.data.updated_at) ?? 0) > now + MAX_AHEAD) {
    throw badRequest(
      'The edited `data.updated_at` or `timestamp` is over 5 minutes ahead: no later event could win against it.',
    );
  }
}

/** Such as "user" of `user.updated`, and what `data.object` says when that is something else. */
function kindOf({ type, data }: ClerkEvent): string {
  const kind = type.split('.', 1)[0]!;
  return typeof data.object === 'string' && data.object !== kind
    ? `${kind} (${data.object})`
    : kind;
}

function badRequest(message: string) {
  return operatorError('bad_request', message);
}
