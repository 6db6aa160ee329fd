import { compareValues } from 'convex/values';
import type { QueryCtx } from '../_generated/server.js';
import { NO_OUTCOMES } from '../shared/batch.ts';
import { userEventOf, userLabelOf } from '../shared/clerkUser.ts';
import { changedFields } from '../shared/planUserChange.ts';
import type { ManyPreviews, UserPreview } from '../shared/preview.ts';
import type { Selection } from '../shared/selection.ts';
import { getPayload } from './deliveries.ts';
import { operatorError } from './operatorError.ts';
import { costOfPayload } from './payloadWalk.ts';
import { planPreview, recordedEvent, userNow, type UserState } from './redispatch.ts';
import { endOf, inOrder, nextDue, startOf, type Step } from './selectedEvents.ts';

/** Bounds of one call, far below Convex's 4,096 index ranges and 16 MiB. */
const LIMITS = {
  rows: 256,
  bytes: 4 * 1024 * 1024,
  /** A preview remembers each user that it would change; before one more than these it ends. */
  users: 1000,
};

/** What a call hands to the next one: the selection in order, and users as they would be by now. */
interface Carried {
  selection: Selection;
  users: Record<string, UserState>;
}

/**
 * What re-dispatching a selection would do, event by event, each plan on top of those before it.
 * Reads at most 4 MiB of payloads; goes on from `next` and `state` as it returned them.
 *
 * @throws `bad_request` for a selection, `next` or `state` that cannot be.
 */
export async function previewSelection(
  ctx: QueryCtx,
  request: { selection: Selection; force: boolean; next: string | null; state: string | null },
  limits = LIMITS,
): Promise<ManyPreviews> {
  const { selection, users } =
    request.state === null
      ? { selection: (await inOrder(ctx, request.selection)).selection, users: {} }
      : readState(request.state);
  const known = new Map(Object.entries(users));
  const touched = new Set<string>();
  const counts = { ...NO_OUTCOMES };
  const walk = { selection, cursor: readCursor(request.next, selection), until: endOf(selection) };
  let step = await nextDue(ctx, walk);
  let rows = step.walked;
  let bytes = bytesOf(step);
  let more = false;
  let failed_before = 0;

  // One event is always read, however large.
  do {
    if (step.done) break;
    walk.cursor = step.cursor;
    const { row } = step;
    const payload = row && (await getPayload(ctx, row._id));
    step = await nextDue(ctx, walk);
    rows += step.walked;
    bytes += bytesOf(step);
    if (payload === null) continue;

    const event = userEventOf(recordedEvent(payload));
    if (event.kind === 'none') {
      counts.ignored++;
      continue;
    }
    const { clerk_id } = event;
    const now = known.get(clerk_id) ?? (await userNow(ctx, clerk_id));
    const { preview, afterwards } = planPreview(event, now, { force: request.force });
    const differs = compareValues(afterwards, now) !== 0;
    more = differs && !known.has(clerk_id) && known.size >= limits.users;
    if (more) break;
    counts[preview.outcome]++;
    if (preview.outcome === 'applied') {
      touched.add(clerk_id);
      if (row?.outcome === 'failed') failed_before++;
    }
    if (differs) known.set(clerk_id, afterwards);
  } while (rows <= limits.rows && bytes <= limits.bytes);

  const carried: Carried = { selection, users: Object.fromEntries(known) };
  const done = more || step.done;
  return {
    counts,
    failed_before,
    users: await Promise.all([...touched].map((id) => userPreview(ctx, id, known.get(id)!))),
    next: done ? null : String(walk.cursor),
    state: done ? null : JSON.stringify(carried),
    done,
    more,
  };
}

function bytesOf({ row }: Step): number {
  return row === null ? 0 : costOfPayload(row);
}

function readCursor(next: string | null, selection: Selection): bigint {
  if (next === null) return startOf(selection);
  if (!/^-?\d{1,19}$/.test(next)) throw notReturned('next');
  return BigInt(next);
}

function readState(state: string): Carried {
  try {
    const carried = JSON.parse(state) as Carried;
    if (carried.selection && carried.users) return carried;
  } catch {
    // Told below.
  }
  throw notReturned('state');
}

function notReturned(name: string) {
  const remedy = 'Pass on what the last call returned, or start again without it.';
  return operatorError('bad_request', `No call returned this \`${name}\`. ${remedy}`);
}

async function userPreview(
  ctx: QueryCtx,
  clerk_id: string,
  { user: after }: UserState,
): Promise<UserPreview> {
  const { user: before, tombstone } = await userNow(ctx, clerk_id);
  return {
    clerk_id,
    user_label: userLabelOf(after ?? before ?? {}) ?? null,
    was_deleted: tombstone !== null,
    changed: changedFields(before ?? {}, after ?? {}),
    before,
    after,
  };
}
