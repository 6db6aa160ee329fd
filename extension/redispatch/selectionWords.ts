import type { Selection, Where } from '../../convex/shared/selection.ts';

/** Of what a batch passes over: the rule that the server keeps to. */
export const WHY_PASSED_OVER =
  'earlier attempts of events that were sent, or no longer as selected';

/** What a batch was started on, in words. Times by `tellTime`, from milliseconds since 1970. */
export function selectionWords(selection: Selection, tellTime: (ms: number) => string): string {
  if ('ids' in selection) {
    const { length } = selection.ids;
    return length === 1 ? '1 picked delivery' : `${length.toLocaleString('en')} picked deliveries`;
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
  return `re-dispatched from ${where.redispatch_of}`;
}
