import { version } from 'convex';
import { MAX_SEQ, olderRows, rowsWhere, shownRow } from '../audit/auditRows.ts';
import type { Doc, QueryCtx } from '../dataModel.ts';
import { retentionDays } from '../erase/retention.ts';
import { getSubject } from '../order/subjects.ts';
import { listRejections } from '../receive/rejections.ts';
import { reportOf } from '../reconcile/record.ts';
import { appSettings } from '../appSettings.ts';
import type { Facts } from '../shared/doctor/facts.ts';
import { maskRejection } from '../shared/masking/maskRows.ts';
import type { Role } from '../shared/operator.ts';
import { lastBeat } from './heartbeat.ts';
import { routeFacts } from './routeFacts.ts';
import { seenTypes } from './seenTypes.ts';
import { tableFacts } from './tableFacts.ts';

type Row = Doc<'webhookAudit'>;

const ROWS = 100;
const REJECTIONS = 50;
const USERS_OF_A_TYPE = 20;

/**
 * Reads the facts for the doctor's checks: at most some 2,000 documents, masked for a viewer.
 */
export async function gatherFacts(ctx: QueryCtx, role: Role): Promise<Facts> {
  const { routes, users: table, neverRecorded } = await appSettings(ctx);
  const show = (row: Row) => shownRow({ role }, row);
  const users = await usersRows(ctx);
  const rejections = await listRejections(ctx, { limit: REJECTIONS });
  const run = await ctx.db.query('webhookReconciliations').order('desc').first();
  const [oldest] = await rowsWhere(ctx, undefined, { cursor: -1n, until: MAX_SEQ }).take(1);
  return {
    // A query has no clock of its own: this is the time of the data that it reads.
    now: Number(ctx.meta.getSnapshotTs() / 1_000_000n),
    routes: await Promise.all(routes.map((route) => routeFacts(ctx, route))),
    rows: (await olderRows(ctx, undefined, null, ROWS)).map(show),
    users: users.map(show),
    neverRecorded,
    types: await seenTypes(ctx),
    rejections: rejections
      .toSorted((a, b) => b.last_at - a.last_at)
      .map((rejection) => (role === 'viewer' ? maskRejection(rejection) : rejection)),
    table: table && (await tableFacts(ctx, table, users, role)),
    held: await heldOf(
      ctx,
      users.find(({ outcome }) => outcome === 'stale'),
    ),
    reconciliation: run && reportOf(run),
    beat: await lastBeat(ctx),
    oldest: oldest?.received_at ?? null,
    retention: retention(),
    convex: version,
  };
}

/** The newest rows about users, newest first. */
async function usersRows(ctx: QueryCtx): Promise<Row[]> {
  const types = ['user.created', 'user.updated', 'user.deleted'];
  const rows = await Promise.all(
    types.map((event_type) => olderRows(ctx, { event_type }, null, USERS_OF_A_TYPE)),
  );
  return rows.flat().toSorted((a, b) => (a.seq < b.seq ? 1 : -1));
}

/** The order keys of a row's subject. */
async function heldOf(ctx: QueryCtx, row: Row | undefined): Promise<Facts['held']> {
  if (row?.subject === undefined) return null;
  const held = await getSubject(ctx, row.source, row.subject);
  return held && { updated_at: held.updated_at, deleted_at: held.deleted_at ?? null };
}

function retention(): Facts['retention'] {
  try {
    return retentionDays();
  } catch (error) {
    return (error as Error).message;
  }
}
