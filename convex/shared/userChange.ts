import { v, type Infer } from 'convex/values';
import { vUserRow } from './userRow.ts';

/** What users.createUser, updateUser and deleteUser did. */
export const vUserChangeResult = v.object({
  outcome: v.union(
    v.literal('applied'),
    v.literal('unchanged'),
    v.literal('stale'),
    v.literal('ignored'),
  ),
  reason: v.optional(v.string()),
  changed: v.array(v.string()),
  before: v.union(vUserRow, v.null()),
  after: v.union(vUserRow, v.null()),
});
export type UserChangeResult = Infer<typeof vUserChangeResult>;
