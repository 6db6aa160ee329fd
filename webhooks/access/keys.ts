/** Functions of webhookAdmin that make and revoke access keys. */
import { v } from 'convex/values';
import { internalAction, internalMutation, internalQuery } from '../builders.ts';
import type { Id } from '../dataModel.ts';
import { functions } from '../functions.ts';
import { vRole } from '../shared/operator.ts';
import { hashAccessKey, newAccessKey } from './accessKey.ts';

const MAX_NAME_LENGTH = 100;

/**
 * Makes an access key and prints it once; only its hash is stored. `connect` holds the key and this
 * deployment's host, to paste into the panel. This is an action because mutations have no secure
 * randomness.
 */
export const issueAccessKey = internalAction({
  args: { name: v.string(), role: vRole },
  returns: v.object({
    id: v.id('webhookOperators'),
    accessKey: v.string(),
    connect: v.string(),
  }),
  handler: async (
    ctx,
    { name, role },
  ): Promise<{ id: Id<'webhookOperators'>; accessKey: string; connect: string }> => {
    const accessKey = newAccessKey();
    const key_hash = await hashAccessKey(accessKey);
    const id = await ctx.runMutation(functions.storeAccessKey, { name, role, key_hash });
    return { id, accessKey, connect: `${accessKey}@${host()}` };
  },
});

/** Only for issueAccessKey. Throws for a name that is empty or too long: audit rows show it. */
export const storeAccessKey = internalMutation({
  args: { name: v.string(), role: vRole, key_hash: v.string() },
  returns: v.id('webhookOperators'),
  handler: async (ctx, { name, role, key_hash }) => {
    const trimmed = name.trim();
    if (trimmed === '') throw new Error('`name` is empty. Name the person or the device.');
    if (trimmed.length > MAX_NAME_LENGTH) {
      throw new Error(`\`name\` is over ${MAX_NAME_LENGTH} characters. Shorten it.`);
    }
    return await ctx.db.insert('webhookOperators', {
      name: trimmed,
      role,
      key_hash,
      created_at: Date.now(),
    });
  },
});

/**
 * Ends an access key at once, with its open subscriptions. Revoking it again keeps the first date.
 */
export const revokeAccessKey = internalMutation({
  args: { id: v.id('webhookOperators') },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    const operator = await ctx.db.get('webhookOperators', id);
    if (operator === null) throw new Error('No such access key. See webhookAdmin:listAccessKeys.');
    if (operator.revoked_at === undefined) {
      await ctx.db.patch('webhookOperators', id, { revoked_at: Date.now() });
    }
    return null;
  },
});

const MOST_KEYS = 1_000;

/** The newest access keys, at most 1,000, without their hashes. */
export const listAccessKeys = internalQuery({
  args: {},
  returns: v.array(
    v.object({
      id: v.id('webhookOperators'),
      name: v.string(),
      role: vRole,
      created_at: v.number(),
      revoked_at: v.union(v.number(), v.null()),
    }),
  ),
  handler: async (ctx) => {
    const operators = await ctx.db.query('webhookOperators').order('desc').take(MOST_KEYS);
    return operators.map(({ _id: id, name, role, created_at, revoked_at = null }) => ({
      id,
      name,
      role,
      created_at,
      revoked_at,
    }));
  },
});

/** The host of this deployment's API; its whole URL when that is not https, as in `local/`. */
function host(): string {
  return (process.env.CONVEX_CLOUD_URL ?? '').replace(/^https:\/\//, '');
}
