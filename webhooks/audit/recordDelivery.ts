import type { WithoutSystemFields } from 'convex/server';
import type { Doc, Id, MutationCtx, QueryCtx } from '../dataModel.ts';
import { setSubject } from '../order/subjects.ts';
import { storeWrites } from '../record/storeWrites.ts';
import type { Handled } from '../receive/handleEvent.ts';
import type { AuditFields } from '../shared/auditRow.ts';
import { timeOf, type ClerkEvent } from '../shared/clerkEvent.ts';
import { namedUserIdOf, userLabelOf } from '../shared/clerkUser.ts';
import type { Headers } from '../shared/delivery.ts';
import { payloadChanged } from '../shared/payloadChanged.ts';
import { getPayload, newestOfSubject } from './eventRows.ts';
import { lightRow } from './lightRow.ts';

type Row = Doc<'webhookAudit'>;
type NewRow = WithoutSystemFields<Omit<Row, 'seq'>>;
type Payload = WithoutSystemFields<Omit<Doc<'webhookPayloads'>, 'audit_id'>>;

/** A handled delivery that is to be recorded. */
export interface DeliveryToRecord {
  source: string;
  svix_id: string;
  event_id: string;
  /** If this is a retry, the newest earlier attempt with the same body. */
  retried: Pick<Row, 'attempt' | 'previous' | 'payload_changed'> | null;
  /** True once an earlier row of the event did not fail. */
  settled: boolean;
  event: ClerkEvent;
  body: string;
  headers: Headers;
  handled: Handled;
  redispatch?: AuditFields['redispatch'];
  /** Milliseconds since 1970. */
  received_at: number;
}

/**
 * Records one delivery: its row, payload and writes, and its subject's new order keys. However many
 * rows there are, it reads at most one other and its payload. A duplicate keeps only a row: it has
 * the same body as the delivery that it repeats.
 */
export async function recordDelivery(
  ctx: MutationCtx,
  delivery: DeliveryToRecord,
): Promise<Id<'webhookAudit'>> {
  const { source, event, body, headers, handled, retried } = delivery;
  const { outcome, effects, subject, advance } = handled;
  const clerk_user_id = namedUserIdOf(event);
  const forgotten = await isForgotten(ctx, clerk_user_id);
  const earlier =
    retried === null && subject !== undefined
      ? await newestOfSubject(ctx, { source, subject })
      : null;
  const previous = retried === null ? rowWithPayload(earlier) : retried.previous;
  const failed = outcome === 'failed';
  const row = lightRow<NewRow>({
    source,
    svix_id: delivery.svix_id,
    attempt: (retried?.attempt ?? 0) + 1,
    event_id: delivery.event_id,
    event_type: event.type,
    subject,
    clerk_user_id,
    // The payload of a delete has no name.
    user_label: forgotten ? undefined : (userLabelOf(event) ?? nameOfDeleted(event, earlier)),
    occurred_at: event.occurred_at ?? delivery.received_at,
    updated_at: timeOf(event.data.updated_at),
    received_at: delivery.received_at,
    outcome,
    settled: delivery.settled || !failed,
    reason: handled.reason,
    ahead: handled.ahead,
    repeats: handled.repeats,
    error_line: forgotten ? undefined : handled.error_line,
    changes: failed
      ? []
      : effects.changes.map(({ table, kind, fields }) => ({ table, kind, fields })),
    writes: failed ? 0 : effects.writes,
    unseen: failed ? 0 : effects.unseen,
    payload_bytes: new TextEncoder().encode(body).length,
    previous,
    payload_changed:
      retried === null ? await changedSince(ctx, previous, body) : retried.payload_changed,
    redispatch: delivery.redispatch,
  });
  const audit_id = await insertRow(ctx, row);
  if (advance !== undefined) {
    const place = { source, subject: subject!, audit_id };
    await setSubject(ctx, advance.held, place, advance.state);
  }
  if (forgotten || outcome === 'duplicate') return audit_id;

  const { error } = handled;
  const { changes, scheduled } = effects;
  await insertPayload(ctx, audit_id, {
    body,
    headers,
    error,
    scheduled: failed ? [] : scheduled,
    attempted: failed && changes.length > 0 ? JSON.stringify(changes) : undefined,
  });
  if (!failed) await storeWrites(ctx, audit_id, effects);
  return audit_id;
}

/** Writes one audit row: at most once a transaction, so that `seq` is unique. */
async function insertRow(ctx: MutationCtx, row: NewRow): Promise<Id<'webhookAudit'>> {
  return await ctx.db.insert('webhookAudit', { ...row, seq: ctx.db.vars.commitTs });
}

async function insertPayload(ctx: MutationCtx, audit_id: Id<'webhookAudit'>, payload: Payload) {
  await ctx.db.insert('webhookPayloads', { audit_id, ...payload });
}

/**
 * True if webhookAdmin.forgetUser erased the user whom a delivery names; only its row is kept then.
 * A delivery that names the person only by an address is kept whole, since the addresses were
 * erased too.
 */
async function isForgotten(ctx: QueryCtx, clerk_id: string | undefined): Promise<boolean> {
  if (clerk_id === undefined) return false;
  const erasure = await ctx.db
    .query('webhookErasures')
    .withIndex('by_clerk_id', (q) => q.eq('clerk_id', clerk_id))
    .unique();
  return erasure !== null;
}

function nameOfDeleted({ type }: ClerkEvent, earlier: Row | null): string | undefined {
  return type === 'user.deleted' ? earlier?.user_label : undefined;
}

/** A duplicate has no payload to compare with, so this is the row that it repeats. */
function rowWithPayload(row: Row | null): Id<'webhookAudit'> | undefined {
  return row?.outcome === 'duplicate' ? row.repeats : row?._id;
}

async function changedSince(
  ctx: QueryCtx,
  previous: Id<'webhookAudit'> | undefined,
  body: string,
): Promise<string[] | undefined> {
  const payload = previous && (await getPayload(ctx, previous));
  return payload ? payloadChanged(payload.body, body) : undefined;
}
