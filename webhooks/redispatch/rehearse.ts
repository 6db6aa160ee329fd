/** Rehearsals: re-dispatches run, report their effects and are undone. */
import { ConvexError } from 'convex/values';
import { isOperatorError } from '../access/operatorError.ts';
import type { MutationCtx } from '../dataModel.ts';
import { functions } from '../functions.ts';
import { setSubject } from '../order/subjects.ts';
import { handleEvent } from '../receive/handleEvent.ts';
import { userLabelOf } from '../shared/clerkUser.ts';
import type { DocumentChange } from '../shared/documentChange.ts';
import type { EventPreview, Preview } from '../shared/preview.ts';
import { prepare, type SendRequest } from './prepare.ts';

/** Sides of documents past this size are left out of an answer. */
const MAX_SIDES_BYTES = 1024 * 1024;

export interface Rehearsal {
  /** The results of the first events, each run after those before it. */
  events: EventPreview[];
  /** How many of the requests are done: those with nothing left to send give no event. */
  done: number;
}

/** Rehearses one re-dispatch. Throws as the re-dispatch would. */
export async function previewRedispatch(ctx: MutationCtx, request: SendRequest): Promise<Preview> {
  // Throws if there is nothing left to send.
  await prepare(ctx, request, Date.now());
  const { events } = await rehearse(ctx, [request]);
  const {
    id: _id,
    subject: _subject,
    clerk_user_id: _user,
    user_label: _label,
    ...preview
  } = events[0]!;
  return { ...preview, at: Date.now() };
}

/**
 * Rehearses re-dispatches, one after the other. Leaves out those with nothing left to send, as a
 * batch does. Throws what the first of the others to throw would.
 */
export async function rehearse(ctx: MutationCtx, requests: SendRequest[]): Promise<Rehearsal> {
  try {
    await ctx.runMutation(functions.rehearse, { requests });
  } catch (thrown) {
    if (!(thrown instanceof ConvexError)) throw thrown;
    if (typeof thrown.data !== 'string') throw thrown;
    return JSON.parse(thrown.data) as Rehearsal;
  }
  throw new Error('A rehearsal ended without being undone. This is a fault of the library.');
}

/**
 * Sends events and undoes it all. Stops early when half of what a transaction may read or write is
 * used, and before an event that exceeds a limit after others, so that no handler meets a limit that
 * it would not meet alone.
 *
 * @throws ConvexError with a Rehearsal as JSON, always, so that everything is undone. The data is
 * one JSON string, since Convex limits the arrays and objects of an error's data. Its message
 * repeats the data: never log it.
 */
export async function rehearseAndUndo(ctx: MutationCtx, requests: SendRequest[]): Promise<never> {
  const events: EventPreview[] = [];
  let done = 0;
  let room = MAX_SIDES_BYTES;
  for (const request of requests) {
    if (events.length > 0 && (await isHalfUsed(ctx))) break;
    const now = Date.now();
    const prepared = await prepare(ctx, request, now).catch(nullIfGone);
    if (prepared === null) {
      done++;
      continue;
    }
    const { original, event, sending } = prepared;
    const { source } = original;
    const handled = await handleEvent(ctx, source, prepared, sending, now);
    if (handled.exceeded && events.length > 0) break;
    done++;
    const { subject, advance, effects } = handled;
    const failed = handled.outcome === 'failed';
    if (advance !== undefined) {
      const place = { source, subject: subject!, audit_id: original._id };
      await setSubject(ctx, advance.held, place, advance.state);
    }
    const writes = effects.changes.map((change) => {
      const size = (change.before?.length ?? 0) + (change.after?.length ?? 0);
      if (size > room) return withoutSides(change);
      room -= size;
      return change;
    });
    events.push({
      id: original._id,
      subject: subject ?? null,
      clerk_user_id: original.clerk_user_id ?? null,
      user_label: userLabelOf(event) ?? original.user_label ?? null,
      was_deleted: handled.was_deleted,
      outcome: handled.outcome,
      reason: handled.reason ?? null,
      error: handled.error ?? null,
      writes,
      // As on the row of a real re-dispatch: what a handler did before it threw is undone.
      written: failed ? 0 : effects.writes,
      unseen: failed ? 0 : effects.unseen,
      scheduled: failed ? [] : effects.scheduled,
    });
  }
  throw new ConvexError(JSON.stringify({ events, done } satisfies Rehearsal));
}

function nullIfGone(error: unknown): null {
  if (isOperatorError(error, 'not_found')) return null;
  throw error;
}

async function isHalfUsed(ctx: MutationCtx): Promise<boolean> {
  const metrics = await ctx.meta.getTransactionMetrics();
  return Object.values(metrics).some(({ used, remaining }) => used > remaining);
}

function withoutSides({ before, after, ...change }: DocumentChange): DocumentChange {
  return {
    ...change,
    before: null,
    after: null,
    ...(before !== null && { before_bytes: before.length }),
    ...(after !== null && { after_bytes: after.length }),
  };
}
