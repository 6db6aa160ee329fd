import { v, type Infer } from 'convex/values';

/** What was found of one user, and with `apply`, done about it. */
export const vFinding = v.object({
  clerk_id: v.string(),
  finding: v.union(
    v.literal('created'),
    v.literal('updated'),
    v.literal('missing'),
    v.literal('newer'),
    v.literal('extra'),
    v.literal('removed'),
    v.literal('failed'),
  ),
});
export type Finding = Infer<typeof vFinding>;

/** What one comparison of `users` with all users of Clerk found, and how far it is. */
export const reconciliationFields = {
  /** Whether it mends what it finds, or only reports. */
  apply: v.boolean(),
  state: v.union(v.literal('running'), v.literal('done'), v.literal('failed')),
  /** Why it failed and how to go on. */
  error: v.optional(v.string()),
  started_at: v.number(),
  updated_at: v.number(),
  /** Users of Clerk that were compared. */
  compared: v.number(),
  /** Users of Clerk that have no row here. */
  missing: v.number(),
  /** Of those, the ones that got a row (without `apply`: would get). The others were deleted here. */
  created: v.number(),
  /** Rows that were brought up to date (without `apply`: would be). */
  updated: v.number(),
  /** Rows that differ and are newer: a webhook came first, or an edited re-dispatch. Left alone. */
  newer: v.number(),
  /** Rows whose user Clerk no longer has. */
  extra: v.number(),
  /** Of those, the ones that were deleted. */
  removed: v.number(),
  /** Changes that threw; their audit rows say why. */
  failed: v.number(),
  /** The first findings, at most 100: whom to look at. */
  findings: v.array(vFinding),
};

/** What admin.reconcile reports. */
export const vReconciliation = v.object({ run: v.id('reconciliations'), ...reconciliationFields });
export type Reconciliation = Infer<typeof vReconciliation>;
