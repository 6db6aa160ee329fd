import type { Doc, QueryCtx } from '../dataModel.ts';
import { MAX_SEQ, rowsWhere } from '../audit/auditRows.ts';
import { originOf } from '../shared/auditRow.ts';

type Row = Doc<'webhookAudit'>;

const ALL = { cursor: -1n, until: MAX_SEQ };

const MOST_TYPES = 64;
/** How many rows to search for one that a sender delivered, past re-dispatches and upkeep. */
const LOOKED_AT = 20;

/**
 * The types of events that senders delivered, sorted by name, each with the time of its newest
 * delivery.
 */
export async function seenTypes(ctx: QueryCtx): Promise<{ type: string; at: number }[]> {
  const seen: { type: string; at: number }[] = [];
  let oldest = await firstAfter(ctx, '');
  for (let n = 0; oldest !== null && n < MOST_TYPES; n++) {
    const { event_type: type } = oldest;
    const sent = (await newestSent(ctx, type)) ?? (originOf(oldest) === 'webhook' ? oldest : null);
    if (sent !== null) seen.push({ type, at: sent.received_at });
    oldest = await firstAfter(ctx, type);
  }
  return seen;
}

/** The oldest row of the next type in the alphabet. */
async function firstAfter(ctx: QueryCtx, type: string): Promise<Row | null> {
  return await ctx.db
    .query('webhookAudit')
    .withIndex('by_event_type', (q) => q.gt('event_type', type))
    .first();
}

async function newestSent(ctx: QueryCtx, event_type: string): Promise<Row | null> {
  let looked = 0;
  for await (const row of rowsWhere(ctx, { event_type }, ALL).order('desc')) {
    if (originOf(row) === 'webhook') return row;
    if (++looked === LOOKED_AT) return null;
  }
  return null;
}
