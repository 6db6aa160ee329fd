import { convexToJson, type Value } from 'convex/values';
import type { QueryCtx } from '../dataModel.ts';
import { appSettings } from '../appSettings.ts';
import type { TableFacts } from '../shared/doctor/facts.ts';
import { MASK } from '../shared/masking/maskPayload.ts';
import type { Role } from '../shared/operator.ts';
import { valueAt } from '../users/usersTable.ts';

/** The first of these rows that `key` would not find by the id that it reads from it. */
export async function misfitOf(
  ctx: QueryCtx,
  field: string,
  rows: (Record<string, Value> | null)[],
  role: Role,
): Promise<TableFacts['misfit']> {
  const values = rows.map((row) => row && valueAt(row, field)).filter((value) => value !== null);
  const { clerk_ids } = await appSettings(ctx, { values });
  const found = values.flatMap((value, place) => {
    const clerk_id = clerk_ids[place];
    return clerk_id == null ? [] : [{ clerk_id, stored: written(value) }];
  });
  const made = await appSettings(ctx, { clerk_ids: found.map(({ clerk_id }) => clerk_id) });
  const misfit = found
    .map((row, place) => ({ ...row, made: written(made.values[place] as Value) }))
    .find((row) => row.stored !== row.made);
  if (misfit === undefined) return null;
  return role === 'viewer' ? { ...misfit, stored: MASK, made: MASK } : misfit;
}

function written(value: Value): string {
  return JSON.stringify(convexToJson(value));
}
