/** Functions of webhookAudit that read what was recorded. */
import { v } from 'convex/values';
import { operatorQuery } from '../access/access.ts';
import { operatorError } from '../access/operatorError.ts';
import { pageLimit } from '../access/pageLimit.ts';
import { listRejections } from '../receive/rejections.ts';
import { appSettings } from '../appSettings.ts';
import { vAuditRow } from '../shared/auditRow.ts';
import { vDelivery, vEvent, vHistoryEntry, vRowWrite } from '../shared/delivery.ts';
import { maskRejection } from '../shared/masking/maskRows.ts';
import { CONTRACT, vMe } from '../shared/operator.ts';
import { vRejection } from '../shared/rejection.ts';
import { vWhere } from '../shared/selection.ts';
import { newerRows, olderRows, shownRow, shownRows } from './auditRows.ts';
import { openEvent } from './eventState.ts';
import { getRow, openDelivery, shownPayload } from './openDelivery.ts';
import { readPayloads } from './payloadWalk.ts';
import { rowHistory as historyOfRow } from './rowHistory.ts';
import { changeOf, changeShower } from './writes.ts';

const vBefore = v.union(v.int64(), v.null());
const vLimit = v.optional(v.number());
const vNext = { next: v.union(v.int64(), v.null()), done: v.boolean() };

/** The operator of this access key, and the deployment. */
export const me = operatorQuery({
  role: 'viewer',
  args: {},
  returns: vMe,
  handler: async (ctx) => {
    const { users, ...settings } = await appSettings(ctx);
    const site = process.env.CONVEX_SITE_URL ?? '';
    const routes = settings.routes.map(({ path, source }) => ({
      source: source ?? 'clerk',
      url: site + path,
    }));
    return {
      name: ctx.operator.name,
      role: ctx.operator.role,
      contract: CONTRACT,
      webhookUrls: routes.map(({ url }) => url),
      routes,
      usersTable: users?.table,
      // A query has no clock of its own: this is the time of the data that it reads.
      now: Number(ctx.meta.getSnapshotTs() / 1_000_000n),
    };
  },
});

/** Rows with `seq` greater than `after`, oldest first. */
export const tail = operatorQuery({
  role: 'viewer',
  args: { after: v.int64(), limit: vLimit },
  returns: v.array(vAuditRow),
  handler: async (ctx, { after, limit }) =>
    shownRows(ctx.operator, await newerRows(ctx, after, pageLimit(limit))),
});

/** Rows with `seq` less than `before` (null: from the newest), newest first. */
export const older = operatorQuery({
  role: 'viewer',
  args: { before: vBefore, limit: vLimit, where: v.optional(vWhere) },
  returns: v.object({ rows: v.array(vAuditRow), done: v.boolean() }),
  handler: async (ctx, { before, limit, where }) => {
    const most = pageLimit(limit);
    const rows = await olderRows(ctx, where, before, most);
    return { rows: shownRows(ctx.operator, rows), done: rows.length < most };
  },
});

/** Everything about one delivery. Throws `not_found`. */
export const get = operatorQuery({
  role: 'viewer',
  args: { id: v.id('webhookAudit') },
  returns: vDelivery,
  handler: async (ctx, { id }) => await openDelivery(ctx, ctx.operator, id),
});

/** The event that a delivery belongs to: its newest rows and its state. Throws `not_found`. */
export const event = operatorQuery({
  role: 'viewer',
  args: { id: v.id('webhookAudit') },
  returns: vEvent,
  handler: async (ctx, { id }) => await openEvent(ctx, ctx.operator, await getRow(ctx, id)),
});

/** The writes of deliveries to one document, newest first; at most 4 MiB read. */
export const rowHistory = operatorQuery({
  role: 'viewer',
  args: { document: v.string(), before: vBefore, limit: vLimit },
  returns: v.object({ writes: v.array(vRowWrite), ...vNext }),
  handler: async (ctx, { document, before, limit }) =>
    await historyOfRow(ctx, ctx.operator, document, before, pageLimit(limit)),
});

/** One user's deliveries with their payloads and writes, newest first; at most 4 MiB read. */
export const history = operatorQuery({
  role: 'viewer',
  args: { clerk_user_id: v.string(), before: vBefore, limit: vLimit },
  returns: v.object({ rows: v.array(vHistoryEntry), ...vNext }),
  handler: async (ctx, { clerk_user_id, before, limit }) => {
    const walked = { withWrites: true };
    const page = await readPayloads(ctx, { clerk_user_id }, before, pageLimit(limit), walked);
    const show = await changeShower(ctx, ctx.operator);
    const rows = page.deliveries.map(({ row, payload, writes }) => ({
      row: shownRow(ctx.operator, row),
      body: shownPayload(ctx.operator, payload).body,
      writes: writes.map((write) => show(changeOf(write))),
    }));
    return { rows, next: page.next, done: page.next === null };
  },
});

/** Deliveries whose payload contains the text, newest first; at most 4 MiB read a call. */
export const search = operatorQuery({
  role: 'viewer',
  args: { text: v.string(), before: vBefore },
  returns: v.object({ rows: v.array(vAuditRow), ...vNext }),
  handler: async (ctx, { text, before }) => {
    if (text.trim() === '') throw operatorError('bad_request', 'Say which text to search for.');
    const wanted = text.toLowerCase();
    const page = await readPayloads(ctx, undefined, before, pageLimit(undefined));
    const found = page.deliveries.filter(({ payload }) =>
      // A viewer searches the masked payload, so that a match reveals nothing more.
      shownPayload(ctx.operator, payload).body.toLowerCase().includes(wanted),
    );
    const rows = found.map(({ row }) => shownRow(ctx.operator, row));
    return { rows, next: page.next, done: page.next === null };
  },
});

/**
 * Rejections from the minute `since` on and before the minute `before` (starts of minutes, in
 * milliseconds since 1970), newest minute first. A minute is cut only if it alone has more rows
 * than `limit`. A subscription with a recent `since` receives little more than the rows that
 * changed.
 */
export const rejections = operatorQuery({
  role: 'viewer',
  args: { before: v.optional(v.number()), since: v.optional(v.number()), limit: vLimit },
  returns: v.array(vRejection),
  handler: async (ctx, { limit, ...span }) => {
    const rows = await listRejections(ctx, { ...span, limit: pageLimit(limit) });
    return ctx.operator.role === 'viewer' ? rows.map(maskRejection) : rows;
  },
});
