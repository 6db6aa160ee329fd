import type { Batch } from '../../../webhooks/shared/batch.ts';
import type { Selection, Where } from '../../../webhooks/shared/selection.ts';

/** Why a batch gave an event up. */
export const WHY_GIVEN_UP = 'their handler exceeded a limit twice';

/** Why the server skips selected deliveries. */
export const WHY_SKIPPED = 'earlier attempts, or already resolved';

/** The selection of a batch in words. `tellTime` formats a time in milliseconds since 1970. */
export function selectionWords(
  selection: Selection | Batch['selection'],
  tellTime: (ms: number) => string,
): string {
  if (!('where' in selection)) {
    const length = 'ids' in selection ? selection.ids.length : selection.chosen;
    return length === 1
      ? '1 selected delivery'
      : `${length.toLocaleString('en')} selected deliveries`;
  }
  const { where, since, until } = selection;
  return [
    `All deliveries ${whereWords(where)}`,
    since > 0 && `since ${tellTime(since)}`,
    until !== undefined && `until ${tellTime(until)}`,
  ]
    .filter((part) => part !== false)
    .join(' ');
}

export function whereWords(where: Where): string {
  if ('outcome' in where) return `that ended as ${where.outcome}`;
  if ('event_type' in where) return `of type ${where.event_type}`;
  if ('clerk_user_id' in where) return `of user ${where.clerk_user_id}`;
  if ('svix_id' in where) return `with id ${where.svix_id}`;
  if ('event_id' in where) return `of event ${where.event_id}`;
  return `about ${where.subject}`;
}
