import type { MutationCtx } from '../_generated/server.js';
import type { UserRow } from '../shared/userRow.ts';

export interface UserChange {
  kind: 'create' | 'update' | 'delete';
  before: UserRow | null;
  after: UserRow | null;
}

/**
 * Your app's reaction to a change of a user, in the same transaction as the change. What it throws
 * undoes the change and makes the delivery `failed`; Svix then tries again.
 */
export async function onUserChange(_ctx: MutationCtx, _change: UserChange): Promise<void> {}
