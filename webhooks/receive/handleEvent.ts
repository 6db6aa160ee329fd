import type { Doc, MutationCtx } from '../dataModel.ts';
import {
  aheadBy,
  staleReason,
  stateAfter,
  type Sending,
  type SubjectState,
} from '../order/decideOrder.ts';
import { oddTimeOf, orderedEventOf, type OrderedEvent } from '../order/orderedEvent.ts';
import { getSubject, placedEvent } from '../order/subjects.ts';
import { NO_EFFECTS, type Effects } from '../record/effects.ts';
import type { HandlerRun } from '../record/handlerRun.ts';
import { runHandler } from '../record/runHandler.ts';
import { appSettings } from '../appSettings.ts';
import type { AuditFields } from '../shared/auditRow.ts';
import { isTooLong, MAX_NAME_BYTES, type ClerkEvent, type ReadBody } from '../shared/clerkEvent.ts';
import { isClerk } from '../shared/clerkUser.ts';
import type { Outcome } from '../shared/outcome.ts';

/** An event that was handled: its outcome and its effects. */
export interface Handled {
  outcome: Outcome;
  /** Why, in our words. */
  reason?: string;
  /** The error that the handler threw, and its first line. */
  error?: string;
  error_line?: string;
  /** The handler exceeded a limit of the transaction. */
  exceeded?: true;
  /** The handler's effects; if it threw, those before the throw. */
  effects: Effects;
  /** The id of an ordered event's subject. */
  subject?: string;
  /** The delivery that is ahead of a stale event, and the one that a duplicate repeats. */
  ahead?: AuditFields['ahead'];
  repeats?: AuditFields['repeats'];
  /** The subject's new order keys, to be stored with the delivery that set them. */
  advance?: { held: Doc<'webhookSubjects'> | null; state: SubjectState };
  was_deleted: boolean;
}

export const DELIVERED: Sending = { force: false, edited: false };

/**
 * What an event is ordered by; null if its source has no order for such events.
 *
 * @param now Milliseconds since 1970.
 */
export async function placeOf(
  ctx: MutationCtx,
  source: string,
  event: ReadBody['event'],
  now: number,
): Promise<OrderedEvent | null> {
  const ordered = isClerk(source) ? {} : (await appSettings(ctx)).ordered;
  return orderedEventOf(source, event, ordered, now);
}

/**
 * Runs the app's handler unless the event is stale. The handler's writes stay unless it throws.
 * Nothing is recorded.
 *
 * @param now Milliseconds since 1970.
 */
export async function handleEvent(
  ctx: MutationCtx,
  source: string,
  { event, body }: ReadBody,
  sending: Sending,
  now: number,
): Promise<Handled> {
  const place = await placeOf(ctx, source, event, now);
  if (place === null) {
    const handled = handledBy(event, await run(ctx, source, { event, body }, now));
    return { ...handled, reason: handled.reason ?? longIdOf(event), was_deleted: false };
  }
  const { subject } = place;
  const held = await getSubject(ctx, source, subject);
  const was_deleted = held?.deleted_at !== undefined;
  const placed = await placedEvent(place, { event, body });
  const stale = staleReason(held, placed, sending);
  if (stale !== null) {
    const ahead = { id: held!.audit_id, by: aheadBy(held!, placed) };
    return { outcome: 'stale', reason: stale, effects: NO_EFFECTS, subject, was_deleted, ahead };
  }
  const handled = handledBy(event, await run(ctx, source, { event, body }, now));
  const state = stateAfter(held, placed, sending, handled.outcome, now);
  const reason = [handled.reason, oddTimeOf(event, now)].filter(Boolean).join(' ');
  return {
    ...handled,
    reason: reason || undefined,
    subject,
    was_deleted,
    advance: state === null ? undefined : { held, state },
  };
}

async function run(
  ctx: MutationCtx,
  source: string,
  { event, body }: ReadBody,
  now: number,
): Promise<HandlerRun> {
  const received = { source, occurred_at: event.occurred_at ?? now, body };
  return await runHandler(ctx, received, { rehearse: false });
}

function handledBy(
  event: ClerkEvent,
  run: HandlerRun,
): Pick<Handled, 'outcome' | 'reason' | 'error' | 'error_line' | 'exceeded' | 'effects'> {
  const { effects } = run;
  if (run.kind === 'threw') {
    const { error, error_line, exceeded } = run;
    return {
      outcome: 'failed',
      reason: 'Your handler threw an error.',
      error,
      error_line,
      exceeded,
      effects,
    };
  }
  if (effects.writes > 0 || effects.unseen > 0 || effects.scheduled.length > 0) {
    return { outcome: 'applied', effects };
  }
  return run.ignored
    ? { outcome: 'ignored', reason: longIdOf(event) ?? ignoring(event), effects }
    : { outcome: 'unchanged', reason: 'Your handler ran, and no row differs.', effects };
}

function ignoring({ type }: ClerkEvent): string {
  return `Your handler ignores ${type} events.`;
}

function longIdOf({ data }: ClerkEvent): string | undefined {
  if (!isTooLong(data.id)) return undefined;
  return `\`data.id\` is over ${MAX_NAME_BYTES} bytes, so it is not taken for an id.`;
}
