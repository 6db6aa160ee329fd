import type { ActionCtx, Id } from '../dataModel.ts';
import { functions } from '../functions.ts';
import type { Reconciliation } from '../shared/reconciliation.ts';
import { ClerkApiError } from './clerkApi.ts';
import { nextPage } from './pages.ts';
import { problemOfRemoval } from './removalLimit.ts';

/** Convex ends an action after 10 minutes or more; the rest continues in another action. */
const LONGEST = 8 * 60 * 1000;

type RunId = Id<'webhookReconciliations'>;

/**
 * Compares `users` with all users of Clerk, page by page. Its position is stored after each page,
 * so that a run that stopped continues from there.
 *
 * @returns the report: `failed` when Clerk could not be asked or too many users would be removed,
 * `running` when it continues by itself.
 * @throws an unexpected error, once the report says `failed` too.
 */
export async function reconcile(ctx: ActionCtx, run: RunId): Promise<Reconciliation> {
  const setState = async (state: Reconciliation['state'], error?: string) =>
    await ctx.runMutation(functions.setReconciliationState, { run, state, error });
  const stopAt = Date.now() + LONGEST;
  await setState('running');
  try {
    for (;;) {
      const at = await ctx.runQuery(functions.reconciliationPosition, { run });
      if (at.phase === 'done') return await setState('done');
      const problem = at.apply && at.phase !== 'rows' ? problemOfRemoval(at) : undefined;
      if (problem !== undefined) return await setState('failed', refusal(run, at.extra, problem));
      if (Date.now() >= stopAt) {
        const report = await setState('running');
        await ctx.scheduler.runAfter(0, functions.reconcile, { run });
        return report;
      }
      const progress = await nextPage(ctx, run, at, stopAt);
      await ctx.runMutation(functions.advanceReconciliation, { run, ...progress });
    }
  } catch (error) {
    const foreseen = error instanceof ClerkApiError;
    const problem = foreseen
      ? error.message
      : 'The reconciliation threw an error; the log of this deployment says which.';
    const report = await setState(
      'failed',
      `${problem} What was done so far is kept; go on with ${command({ run })}.`,
    );
    if (!foreseen) throw error;
    return report;
  }
}

function refusal(run: RunId, extra: number, problem: string): string {
  return `${problem} To remove exactly these ${extra}, go on with ${command({ run, remove: extra })}; to keep them, with ${command({ run, remove: 0 })}.`;
}

function command(args: { run: RunId; remove?: number }): string {
  return `\`npx convex run webhookAdmin:reconcile '${JSON.stringify(args)}'\``;
}
