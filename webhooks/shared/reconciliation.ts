import { v, type Infer } from 'convex/values';

/** The finding about one user and, with `apply`, what was done about it. */
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

/**
 * First the rows here are looked up at Clerk, then Clerk's users here; last, rows of users whom
 * Clerk no longer has are removed.
 */
export const vReconciliationPhase = v.union(
  v.literal('rows'),
  v.literal('users'),
  v.literal('removal'),
  v.literal('done'),
);

/** A comparison of `users` with all users of Clerk: its progress and its findings. */
export const reconciliationFields = {
  /** True if the run mends what it finds; otherwise it only reports. */
  apply: v.boolean(),
  state: v.union(v.literal('running'), v.literal('done'), v.literal('failed')),
  /** The cause of its failure, and how to continue. */
  error: v.optional(v.string()),
  started_at: v.number(),
  updated_at: v.number(),
  /** Rows whose users were looked for at Clerk. */
  rows: v.number(),
  /** Users of Clerk that were compared. */
  compared: v.number(),
  /** Users of Clerk that have no row here. */
  missing: v.number(),
  /**
   * How many missing users got a row (without `apply`: would get). The others were deleted here.
   */
  created: v.number(),
  /** Rows that were brought up to date (without `apply`: would be). */
  updated: v.number(),
  /**
   * Rows that differ and are newer, because of a webhook or an edited re-dispatch. They stay as
   * they are.
   */
  newer: v.number(),
  /** Rows whose user Clerk no longer has. */
  extra: v.number(),
  /** How many of the extra rows were removed. */
  removed: v.number(),
  /** Changes that threw; their audit rows say why. */
  failed: v.number(),
  /** The first findings, at most 100: which users to look at. */
  findings: v.array(vFinding),
};

/** The report of webhookAdmin.reconcile. */
export const vReconciliation = v.object({
  run: v.id('webhookReconciliations'),
  ...reconciliationFields,
});
export type Reconciliation = Infer<typeof vReconciliation>;
