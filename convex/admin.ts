import { v } from 'convex/values';
import { internalAction, internalMutation, internalQuery } from './_generated/server.js';
import { vRole } from './shared/operator.ts';
import { vOutcome } from './shared/outcome.ts';

/** Applies a recorded delivery again, the same way as receiving it, and records that as a new row. */
export const redispatch = internalMutation({
  args: {
    id: v.id('webhookAudit'),
    by: v.string(),
    body: v.optional(v.string()),
    force: v.optional(v.boolean()),
    note: v.optional(v.string()),
    batch: v.optional(v.id('redispatchBatches')),
  },
  returns: v.object({
    id: v.id('webhookAudit'),
    outcome: vOutcome,
    reason: v.union(v.string(), v.null()),
  }),
  handler: () => {
    throw new Error('admin.redispatch is not there yet');
  },
});

/**
 * Makes an access key and prints it once; only its hash is stored. An action, since mutations have
 * no secure randomness.
 */
export const issueAccessKey = internalAction({
  args: { name: v.string(), role: vRole },
  returns: v.object({ id: v.id('operators'), accessKey: v.string() }),
  handler: () => {
    throw new Error('admin.issueAccessKey is not there yet');
  },
});

/** Ends an access key at once, its open subscriptions too. */
export const revokeAccessKey = internalMutation({
  args: { id: v.id('operators') },
  returns: v.null(),
  handler: () => {
    throw new Error('admin.revokeAccessKey is not there yet');
  },
});

/** All access keys, without their hashes. */
export const listAccessKeys = internalQuery({
  args: {},
  returns: v.array(
    v.object({
      id: v.id('operators'),
      name: v.string(),
      role: vRole,
      created_at: v.number(),
      revoked_at: v.union(v.number(), v.null()),
    }),
  ),
  handler: () => {
    throw new Error('admin.listAccessKeys is not there yet');
  },
});
