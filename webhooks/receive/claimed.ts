import { briefly, parseClerkEvent } from '../shared/clerkEvent.ts';
import { namedUserIdOf, userLabelOf } from '../shared/clerkUser.ts';
import type { Rejection } from '../shared/rejection.ts';

const MAX_LENGTH = 80;

/** The event and the user that an unverified body names: anybody may have written it. */
export function claimedBy(body: string): Rejection['claimed'] {
  const parsed = parseClerkEvent(body);
  if (parsed.kind !== 'event') return undefined;
  const { event } = parsed;
  return {
    type: cut(event.type),
    user_id: cut(namedUserIdOf(event)),
    name: cut(userLabelOf(event)),
  };
}

function cut(text: string | undefined): string | undefined {
  return text && briefly(text, MAX_LENGTH);
}
