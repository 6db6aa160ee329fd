import { digest } from '../digest.ts';
import type { Doc, Id, MutationCtx, QueryCtx } from '../dataModel.ts';
import type { ReadBody } from '../shared/clerkEvent.ts';
import { JsonNumber, parseJson, type JsonObject } from '../shared/exactJson.ts';
import type { PlacedEvent, SubjectState } from './decideOrder.ts';
import type { OrderedEvent } from './orderedEvent.ts';

export async function getSubject(
  ctx: QueryCtx,
  source: string,
  subject: string,
): Promise<Doc<'webhookSubjects'> | null> {
  return await ctx.db
    .query('webhookSubjects')
    .withIndex('by_subject', (q) => q.eq('source', source).eq('subject', subject))
    .unique();
}

/** Stores the order keys of a subject, as set by a delivery. */
export async function setSubject(
  ctx: MutationCtx,
  held: Doc<'webhookSubjects'> | null,
  place: { source: string; subject: string; audit_id: Id<'webhookAudit'> },
  state: SubjectState,
): Promise<void> {
  const row = { ...place, ...state };
  if (held === null) await ctx.db.insert('webhookSubjects', row);
  else await ctx.db.replace('webhookSubjects', held._id, row);
}

/** An event with the hash that decides among events with equal times. */
export async function placedEvent(ordered: OrderedEvent, { body }: ReadBody): Promise<PlacedEvent> {
  return { ...ordered, tie: await digest(canonicalData(body) ?? body) };
}

/**
 * A text that is equal for equal `data`, whatever the order of its keys. Numbers are compared as
 * they are written. Undefined when `data` is nested too deep.
 */
function canonicalData(body: string): string | undefined {
  try {
    const event = JSON.parse(body) as { data?: unknown };
    // Most senders write numbers as JSON.stringify does, so that JavaScript's numbers lose nothing.
    if (JSON.stringify(event) === body) return withSortedKeys(event.data ?? null);
    return withSortedKeys((parseJson(body) as JsonObject).get('data') ?? null);
  } catch {
    return undefined;
  }
}

/** @param value As read by `parseJson` or JSON.parse. */
function withSortedKeys(value: unknown): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(withSortedKeys).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = value instanceof Map ? [...(value as JsonObject)] : Object.entries(value);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${withSortedKeys(field)}`).join(',')}}`;
}
