import type { Doc, Id, MutationCtx } from '../dataModel.ts';
import { operatorError } from '../access/operatorError.ts';
import { seqOf } from '../audit/auditRows.ts';
import { NO_OUTCOMES } from '../shared/batch.ts';
import type { ManyPreviews } from '../shared/preview.ts';
import type { Selection } from '../shared/selection.ts';
import { rehearse } from './rehearse.ts';
import { endOf, inOrder, nextDue, startOf } from './selectedEvents.ts';

const MAX_EVENTS = 1000;
export const MAX_PART = 100;
/**
 * Up to so many rows are listed and rehearsed in one transaction. With more, the first call only
 * lists.
 */
const LISTED_AT_ONCE = 200;

export interface PreviewRequest {
  selection: Selection;
  force: boolean;
  /** The `next` that the last call returned. */
  next: string | null;
  /** The most events of this part. The caller asks for fewer when a part ran out of time. */
  most: number;
}

/** The events that are left to rehearse: those of each subject, oldest first. */
interface Rest {
  groups: Id<'webhookAudit'>[][];
  total: number;
  more: boolean;
}

/**
 * Rehearses a part of a selection: all events of some subjects, in the order in which they came,
 * each after those before it. A subject with more events than fit into a part is split. Events
 * with nothing left to send are left out.
 *
 * @throws `bad_request` for an invalid selection, `next` or `most`.
 */
export async function previewSelection(
  ctx: MutationCtx,
  request: PreviewRequest,
): Promise<ManyPreviews> {
  if (!Number.isInteger(request.most) || request.most < 1 || request.most > MAX_PART) {
    throw operatorError('bad_request', `\`most\` must be a whole number from 1 to ${MAX_PART}.`);
  }
  const rest =
    request.next === null ? await listDue(ctx, request.selection) : readRest(ctx, request.next);
  const listed = request.next === null && rest.total > LISTED_AT_ONCE;
  const part = listed ? [] : await rowsOfPart(ctx, takePart(rest.groups, request.most));
  const { force } = request;
  const { events, done } =
    part.length === 0
      ? { events: [], done: 0 }
      : await rehearse(
          ctx,
          part.map(({ _id }) => ({ id: _id, force })),
        );
  const gone = new Set<string>(listed ? [] : takePart(rest.groups, request.most));
  for (const { _id } of part.slice(done)) gone.delete(_id);
  const groups = rest.groups
    .map((ids) => ids.filter((id) => !gone.has(id)))
    .filter((ids) => ids.length > 0);

  const counts = { ...NO_OUTCOMES };
  for (const { outcome } of events) counts[outcome]++;
  const failed = new Set(part.filter(({ outcome }) => outcome === 'failed').map(({ _id }) => _id));
  return {
    counts,
    failed_before: events.filter(({ id, outcome }) => outcome === 'applied' && failed.has(id))
      .length,
    events,
    total: rest.total,
    next: groups.length === 0 ? null : JSON.stringify({ ...rest, groups } satisfies Rest),
    more: rest.more,
    at: Date.now(),
  };
}

/** All events of a selection that are due, by subject. */
async function listDue(ctx: MutationCtx, request: Selection): Promise<Rest> {
  const { selection } = await inOrder(ctx, request);
  const walk = { selection, cursor: startOf(selection), until: endOf(selection) };
  const groups = new Map<string, Id<'webhookAudit'>[]>();
  let walked = 0;
  let total = 0;
  let done = false;
  while (!done && walked < MAX_EVENTS) {
    const step = await nextDue(ctx, walk);
    walk.cursor = step.cursor;
    walked += Math.max(step.walked, 1);
    done = step.done;
    if (step.row === null) continue;
    const { _id, subject, clerk_user_id, event_id } = step.row;
    const key = subject ?? clerk_user_id ?? event_id;
    groups.set(key, [...(groups.get(key) ?? []), _id]);
    total++;
  }
  return { groups: [...groups.values()], total, more: !done };
}

/**
 * As many whole groups as fit into a part, or the start of the first group if that alone is too
 * large.
 */
function takePart(groups: Id<'webhookAudit'>[][], most: number): Id<'webhookAudit'>[] {
  const part = (groups[0] ?? []).slice(0, most);
  for (const group of groups.slice(1)) {
    if (part.length + group.length > most) break;
    part.push(...group);
  }
  return part;
}

/** The rows that are still there, in the order in which they came. */
async function rowsOfPart(
  ctx: MutationCtx,
  ids: Id<'webhookAudit'>[],
): Promise<Doc<'webhookAudit'>[]> {
  const rows = await Promise.all(ids.map((id) => ctx.db.get('webhookAudit', id)));
  return rows.filter((row) => row !== null).toSorted((a, b) => (seqOf(a) < seqOf(b) ? -1 : 1));
}

function readRest(ctx: MutationCtx, next: string): Rest {
  try {
    const rest = JSON.parse(next) as Rest;
    const ids = rest.groups.flatMap((group) => [...group]);
    const areIds = ids.every((id) => ctx.db.normalizeId('webhookAudit', id) !== null);
    const areGroups = rest.groups.every(Array.isArray) && ids.length <= MAX_EVENTS;
    const isCounted = Number.isFinite(rest.total) && typeof rest.more === 'boolean';
    if (areIds && areGroups && isCounted) return rest;
  } catch {
    // The error below says so.
  }
  throw operatorError(
    'bad_request',
    'No call returned this `next`. Pass on what the last call returned, or start again without it.',
  );
}
