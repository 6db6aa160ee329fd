import { convexToJson, type Value } from 'convex/values';
import { storedWrites } from '../audit/writes.ts';
import type { Doc, QueryCtx } from '../dataModel.ts';
import type { Settings } from '../record/settings.ts';
import { appSettings } from '../appSettings.ts';
import type { TableFacts } from '../shared/doctor/facts.ts';
import type { Role } from '../shared/operator.ts';
import { appDatabase, userRowOf, valueAt } from '../users/usersTable.ts';
import { misfitOf } from './misfit.ts';

type Row = Doc<'webhookAudit'>;
type UsersTable = NonNullable<Settings['users']>;

/** The app's users table, compared with the newest deliveries about users. */
export async function tableFacts(
  ctx: QueryCtx,
  { table: name, field }: UsersTable,
  users: Row[],
  role: Role,
): Promise<TableFacts> {
  const oldest = await appDatabase(ctx).query(name).first();
  const newest = await appDatabase(ctx).query(name).order('desc').first();
  const row = users.find((written) => wrote(written, name) && !wasDeleted(written, users));
  return {
    name,
    field,
    isEmpty: oldest === null,
    misfit: await misfitOf(ctx, field, [newest, oldest], role),
    written:
      row?.clerk_user_id === undefined
        ? null
        : {
            audit_id: row._id,
            clerk_id: row.clerk_user_id,
            isFound: (await userRowOf(ctx, row.clerk_user_id)) !== null,
            heldId: await heldId(ctx, row._id, row.clerk_user_id, { name, field }),
          },
  };
}

function wrote({ outcome, changes }: Row, name: string): boolean {
  return (
    outcome === 'applied' && changes.some(({ table, kind }) => table === name && kind !== 'delete')
  );
}

function wasDeleted({ seq, clerk_user_id }: Row, users: Row[]): boolean {
  return users.some(
    (later) =>
      later.seq > seq &&
      later.clerk_user_id === clerk_user_id &&
      later.event_type === 'user.deleted',
  );
}

/**
 * Whether the users row that a delivery wrote held the user's id; null if it was too large to
 * store.
 */
async function heldId(
  ctx: QueryCtx,
  audit_id: Row['_id'],
  clerk_id: string,
  { name, field }: { name: string; field: string },
): Promise<boolean | null> {
  const writes = await storedWrites(ctx, audit_id);
  const after = writes.find(({ table }) => table === name)?.after;
  if (after === undefined) return null;
  const { values } = await appSettings(ctx, { clerk_ids: [clerk_id] });
  const held = valueAt(JSON.parse(after) as Record<string, Value>, field);
  return JSON.stringify(held) === JSON.stringify(convexToJson(values[0] as Value));
}
