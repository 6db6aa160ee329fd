import { operatorError } from '../access/operatorError.ts';
import type { ClerkEvent } from '../shared/clerkEvent.ts';
import { readEdit } from '../shared/editedBody.ts';

/**
 * Reads a body that an operator edited. `now` is in milliseconds since 1970.
 *
 * @throws `bad_request` for a body that cannot be sent, `needs_force` for one that is sent only if
 * forced.
 */
export function readEditedBody(
  body: string,
  recorded: ClerkEvent,
  { force, now }: { force: boolean; now: number },
): ClerkEvent {
  const { event, mistakes } = readEdit(body, recorded, now);
  const mistake = mistakes.find(({ code }) => code !== 'needs_force');
  if (mistake !== undefined) throw operatorError('bad_request', mistake.message);
  if (mistakes.length > 0 && !force) throw operatorError('needs_force', mistakes[0]!.message);
  return event!;
}
