/**
 * The rule for bodies that an operator edited. The server applies it, and so does the panel on each
 * key press.
 */
import { MAX_BODY_BYTES } from './bodySize.ts';
import { isDelete, MAX_AHEAD, parseClerkEvent, timeOf, type ClerkEvent } from './clerkEvent.ts';

/** A reason why an edited body is not sent. With `needs_force`, it is sent if forced. */
export interface EditMistake {
  code: 'too_large' | 'not_json' | 'not_an_event' | 'other_kind' | 'in_the_future' | 'needs_force';
  /** Where in the body, as field names; empty for the whole. */
  path: string[];
  /** The correction to make, as a sentence. */
  message: string;
}

/** An edited body that was read: `event` is undefined when it is not an event. */
export interface ReadEdit {
  event?: ClerkEvent;
  mistakes: EditMistake[];
}

/**
 * Reads an edited body: it must be an event about the same kind of object as the recorded one, and
 * not dated in the future. An edit that changes the subject, or turns the event into a delete,
 * needs force.
 *
 * @param now Milliseconds since 1970.
 */
export function readEdit(body: string, recorded: ClerkEvent, now: number): ReadEdit {
  if (isTooLarge(body)) {
    const message = 'The edited body is over 512 KiB, the limit for received bodies. Shorten it.';
    return { mistakes: [{ code: 'too_large', path: [], message }] };
  }
  const parsed = parseClerkEvent(body);
  if (parsed.kind === 'not_json') {
    const message = 'The edited body is not JSON. Correct it and send again.';
    return { mistakes: [{ code: 'not_json', path: [], message }] };
  }
  if (parsed.kind === 'not_clerk_event') {
    const message = `The edited body is not an event: ${parsed.problem}.`;
    return { mistakes: [{ code: 'not_an_event', path: parsed.path, message }] };
  }
  const { event } = parsed;
  const ofOtherKind = kindMistakes(event, recorded);
  if (ofOtherKind.length > 0) return { event, mistakes: ofOtherKind };
  return { event, mistakes: [...timeMistakes(event, now), ...forceMistakes(event, recorded)] };
}

/** True for a body over the limit for received bodies. */
export function isTooLarge(body: string): boolean {
  return new TextEncoder().encode(body).length > MAX_BODY_BYTES;
}

/** True if an edited event has another subject than the recorded one. */
export function changesSubject(edited: ClerkEvent, recorded: ClerkEvent): boolean {
  return JSON.stringify(edited.data.id) !== JSON.stringify(recorded.data.id);
}

function kindMistakes(event: ClerkEvent, recorded: ClerkEvent): EditMistake[] {
  const [kind, object] = [kindOf(recorded), objectOf(recorded)];
  if (kindOf(event) !== kind) {
    const message = `The original is a ${kind} event, so \`type\` must begin with "${kind}.".`;
    return [{ code: 'other_kind', path: ['type'], message }];
  }
  if (objectOf(event) !== object) {
    const message = `The original is about another kind of object: \`data.object\` must be "${object}".`;
    return [{ code: 'other_kind', path: ['data', 'object'], message }];
  }
  return [];
}

function timeMistakes({ occurred_at, data }: ClerkEvent, now: number): EditMistake[] {
  const times: [name: string, time: number | null | undefined, path: string[]][] = [
    ['data.updated_at', timeOf(data.updated_at), ['data', 'updated_at']],
    ['timestamp', occurred_at, ['timestamp']],
  ];
  return times
    .filter(([, time]) => (time ?? 0) > now + MAX_AHEAD)
    .map(([name, , path]) => ({
      code: 'in_the_future',
      path,
      message: `\`${name}\` is over 5 minutes ahead: no later event could win against it.`,
    }));
}

function forceMistakes(event: ClerkEvent, recorded: ClerkEvent): EditMistake[] {
  const mistakes: EditMistake[] = [];
  if (changesSubject(event, recorded)) {
    const message =
      'The edited body is about another `data.id` than the recorded one. Force it to send it anyway.';
    mistakes.push({ code: 'needs_force', path: ['data', 'id'], message });
  }
  if (isDelete(event.type) && !isDelete(recorded.type)) {
    const message =
      'The edited body turns the event into a delete, which is final. Force it to send it anyway.';
    mistakes.push({ code: 'needs_force', path: ['type'], message });
  }
  return mistakes;
}

/** Such as "user" of `user.updated`. */
function kindOf({ type }: ClerkEvent): string {
  return type.split('.', 1)[0]!;
}

/** The kind of object in `data`, by its `object` field or else by the event's type. */
function objectOf(event: ClerkEvent): string {
  const { object } = event.data;
  return typeof object === 'string' ? object : kindOf(event);
}
