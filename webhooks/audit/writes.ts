/** The documents that deliveries changed. */
import {
  convexToJson,
  jsonToConvex,
  type JSONValue,
  type ValidatorJSON,
  type Value,
} from 'convex/values';
import type { Operator } from '../access/access.ts';
import type { Doc, Id, QueryCtx } from '../dataModel.ts';
import { MAX_DOCUMENTS } from '../record/effects.ts';
import { appSettings } from '../appSettings.ts';
import type { DocumentChange } from '../shared/documentChange.ts';
import { maskDocument } from '../shared/masking/maskDocument.ts';
import { maskKeys, roughly } from '../shared/masking/maskRows.ts';

export type ShowChange = (change: DocumentChange) => DocumentChange;

/** Shows documents of the app as an operator may see them: masked for a viewer. */
export async function changeShower(ctx: QueryCtx, operator: Operator): Promise<ShowChange> {
  if (operator.role !== 'viewer') return (change) => change;
  const { mask } = await masking(ctx);
  const maskSide = (table: string, side: string | null) =>
    side && JSON.stringify(mask(table, JSON.parse(side) as Document));
  return ({ before_bytes, after_bytes, ...change }) => ({
    ...change,
    fields: maskKeys(change.fields),
    before: maskSide(change.table, change.before),
    after: maskSide(change.table, change.after),
    ...(before_bytes !== undefined && { before_bytes: roughly(before_bytes) }),
    ...(after_bytes !== undefined && { after_bytes: roughly(after_bytes) }),
  });
}

/** Shows rows of the app's users table as an operator may see them. */
export async function fieldMasker(
  ctx: QueryCtx,
  operator: Operator,
): Promise<(row: Record<string, unknown>) => Record<string, unknown>> {
  if (operator.role !== 'viewer') return (row) => row;
  const { users, mask } = await masking(ctx);
  return (row) => {
    const masked = mask(users?.table ?? '', convexToJson(row as Value) as Document);
    return jsonToConvex(masked) as Record<string, unknown>;
  };
}

type Document = Record<string, JSONValue>;

async function masking(ctx: QueryCtx) {
  const { users, notPersonal, validators } = await appSettings(ctx, { validators: true });
  const mask = (table: string, document: Document): Document => {
    // A table that is no longer in the schema has no validator: mask all its values.
    const validator = JSON.parse(validators[table] ?? '{"type":"any"}') as ValidatorJSON;
    // Clerk's id is no more personal than Convex's own.
    const clerkId = table === users?.table ? [users.field] : [];
    return maskDocument(document, validator, [...(notPersonal[table] ?? []), ...clerkId]);
  };
  return { users, mask };
}

/** The documents that one delivery changed. */
export async function writesOf(
  ctx: QueryCtx,
  audit_id: Id<'webhookAudit'>,
): Promise<DocumentChange[]> {
  return (await storedWrites(ctx, audit_id)).map(changeOf);
}

/** The stored writes of one delivery: never more than the recorder keeps. */
export async function storedWrites(
  ctx: QueryCtx,
  audit_id: Id<'webhookAudit'>,
): Promise<Doc<'webhookWrites'>[]> {
  return await ctx.db
    .query('webhookWrites')
    .withIndex('by_audit_id', (q) => q.eq('audit_id', audit_id))
    .take(MAX_DOCUMENTS);
}

export function changeOf({
  _id,
  _creationTime,
  audit_id: _audit,
  seq: _seq,
  ...write
}: Doc<'webhookWrites'>): DocumentChange {
  return { ...write, before: write.before ?? null, after: write.after ?? null };
}
