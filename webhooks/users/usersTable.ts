/** The app's own table of users, as the app's settings describe it. */
import type { GenericQueryCtx } from 'convex/server';
import type { Value } from 'convex/values';
import { operatorError } from '../access/operatorError.ts';
import type { QueryCtx } from '../dataModel.ts';
import type { Settings } from '../record/settings.ts';
import { appSettings } from '../appSettings.ts';
import type { UserRow } from '../shared/userRow.ts';

type UsersTable = NonNullable<Settings['users']>;
type Document = Record<string, Value>;

/** The database with the app's tables, whose types the library does not know. */
export function appDatabase(ctx: QueryCtx): GenericQueryCtx<any>['db'] {
  return ctx.db as unknown as GenericQueryCtx<any>['db'];
}

/** Throws `not_found` when the app named no table of users. */
export async function usersTable(ctx: QueryCtx): Promise<UsersTable> {
  const { users } = await appSettings(ctx);
  if (users !== null) return users;
  throw operatorError(
    'not_found',
    'This app named no table of users. Give `users` to defineWebhooks in convex/webhookHandler.ts.',
  );
}

/** A user's row, by Clerk's id. Null where there is none, or the app named no table. */
export async function userRowOf(ctx: QueryCtx, clerk_id: string): Promise<Document | null> {
  const { users, values } = await appSettings(ctx, { clerk_ids: [clerk_id] });
  if (users === null) return null;
  return (await appDatabase(ctx)
    .query(users.table)
    .withIndex(users.index, (q) => q.eq(users.field, values[0]))
    .first()) as Document | null;
}

/** The rows after a value of the users table's field; none when the app named no table. */
export async function rowsAfter(
  ctx: QueryCtx,
  value: string,
  limit: number,
): Promise<{ value: string; clerk_id: string | null; created_at: number }[]> {
  const { users } = await appSettings(ctx);
  if (users === null) return [];
  const documents = await appDatabase(ctx)
    .query(users.table)
    // Texts alone: bytes are the next in Convex's order of values.
    .withIndex(users.index, (q) => q.gt(users.field, value).lt(users.field, new ArrayBuffer(0)))
    .take(limit);
  const rows = await withClerkIds(ctx, users, documents as never);
  return rows.map(({ row, clerk_id }) => ({
    value: valueAt(row, users.field) as string,
    clerk_id,
    created_at: row._creationTime as number,
  }));
}

/** Rows with the ids that Clerk gave to their users. */
export async function withClerkIds(
  ctx: QueryCtx,
  { field }: UsersTable,
  documents: Document[],
): Promise<UserRow[]> {
  const values = documents.map((document) => valueAt(document, field));
  const { clerk_ids } = await appSettings(ctx, { values });
  return documents.map((row, index) => ({ row, clerk_id: clerk_ids[index] ?? null }));
}

/** A field may be nested, such as `clerkUser.id`. */
export function valueAt(document: Document, field: string): Value {
  const value = field
    .split('.')
    .reduce<unknown>((part, name) => (part as Document | undefined)?.[name], document);
  return (value as Value | undefined) ?? null;
}
