import type { Doc, MutationCtx } from '../dataModel.ts';
import type { Finding } from '../shared/reconciliation.ts';

type Run = Doc<'webhookReconciliations'>;

const MAX_FINDINGS = 100;
/** Which counts each finding raises. */
const COUNTED = {
  created: ['missing', 'created'],
  updated: ['updated'],
  missing: ['missing'],
  newer: ['newer'],
  extra: ['extra'],
  removed: ['removed'],
  failed: ['failed'],
} as const satisfies Record<Finding['finding'], (keyof Run)[]>;

/** The findings of a page, and where the next one begins. */
export interface Progress extends Partial<Pick<Run, 'phase' | 'row' | 'recent'>> {
  findings?: Finding[];
  /** Rows, and users of Clerk, that the page compared. */
  rows?: number;
  compared?: number;
}

/** Stores what a page found, and where the next one begins. */
export async function advance(
  ctx: MutationCtx,
  run: Run,
  { findings = [], rows = 0, compared = 0, ...position }: Progress,
): Promise<void> {
  const { missing, created, updated, newer, extra, removed, failed } = run;
  const counts = { missing, created, updated, newer, extra, removed, failed };
  for (const { finding } of findings) {
    for (const count of COUNTED[finding]) counts[count]++;
  }
  await ctx.db.patch('webhookReconciliations', run._id, {
    ...counts,
    ...position,
    rows: run.rows + rows,
    compared: run.compared + compared,
    findings: [...run.findings, ...findings].slice(0, MAX_FINDINGS),
    updated_at: Date.now(),
  });
}
