/** The rows of one event: its attempts and re-dispatches. */
import type { Doc, Id, QueryCtx } from '../dataModel.ts';

type Row = Doc<'webhookAudit'>;

/** A delivery's svix_id and its source. */
export interface DeliveryName {
  source: string;
  svix_id: string;
}

/** The oldest stored row of a svix_id. */
export async function firstAttempt(ctx: QueryCtx, name: DeliveryName): Promise<Row | null> {
  return await attempts(ctx, name).order('asc').first();
}

/** The newest row of a svix_id. */
export async function newestAttempt(ctx: QueryCtx, name: DeliveryName): Promise<Row | null> {
  return await attempts(ctx, name).order('desc').first();
}

/** The newest row of an event, attempt or re-dispatch. */
export async function newestOfEvent(
  ctx: QueryCtx,
  source: string,
  event_id: string,
): Promise<Row | null> {
  return await rowsOfEvent(ctx, source, event_id).order('desc').first();
}

/**
 * The newest row of a settled event that did not fail; the newest of all if that is no longer kept.
 *
 * @param newest The newest row of the event.
 */
export async function newestSuccess(ctx: QueryCtx, newest: Row): Promise<Row> {
  if (newest.outcome !== 'failed') return newest;
  for await (const row of rowsOfEvent(ctx, newest.source, newest.event_id).order('desc')) {
    if (row.outcome !== 'failed') return row;
  }
  return newest;
}

export function rowsOfEvent(ctx: QueryCtx, source: string, event_id: string) {
  return ctx.db
    .query('webhookAudit')
    .withIndex('by_event_id', (q) => q.eq('source', source).eq('event_id', event_id));
}

/** The newest row of a subject; null if it is of another source, whose ids may be the same. */
export async function newestOfSubject(
  ctx: QueryCtx,
  { source, subject }: { source: string; subject: string },
): Promise<Row | null> {
  const newest = await ctx.db
    .query('webhookAudit')
    .withIndex('by_subject', (q) => q.eq('subject', subject))
    .order('desc')
    .first();
  return newest?.source === source ? newest : null;
}

export async function getPayload(
  ctx: QueryCtx,
  audit_id: Id<'webhookAudit'>,
): Promise<Doc<'webhookPayloads'> | null> {
  return await ctx.db
    .query('webhookPayloads')
    .withIndex('by_audit_id', (q) => q.eq('audit_id', audit_id))
    .unique();
}

/** The payload of a delivery; of a duplicate, that of the first row of its event. */
export async function payloadOf(
  ctx: QueryCtx,
  { _id, outcome, source, event_id }: Row,
): Promise<Doc<'webhookPayloads'> | null> {
  if (outcome !== 'duplicate') return await getPayload(ctx, _id);
  const first = await rowsOfEvent(ctx, source, event_id).order('asc').first();
  return first && (await getPayload(ctx, first._id));
}

function attempts(ctx: QueryCtx, { source, svix_id }: DeliveryName) {
  return ctx.db
    .query('webhookAudit')
    .withIndex('by_svix_id', (q) => q.eq('source', source).eq('svix_id', svix_id));
}
