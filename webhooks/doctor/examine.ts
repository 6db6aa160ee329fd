import type { QueryCtx } from '../dataModel.ts';
import { NoSettingsError } from '../appSettings.ts';
import { runChecks } from '../shared/doctor/runChecks.ts';
import type { DoctorReport } from '../shared/doctor/report.ts';
import type { Role } from '../shared/operator.ts';
import { gatherFacts } from './gatherFacts.ts';

/** Examines this deployment's webhooks, and says what to do. */
export async function examine(ctx: QueryCtx, role: Role): Promise<DoctorReport> {
  try {
    return runChecks(await gatherFacts(ctx, role));
  } catch (error) {
    if (!(error instanceof NoSettingsError)) throw error;
    const finding = { check: 'handler', state: 'wrong', text: error.message } as const;
    return { routes: [], findings: [finding], types: { seen: [], not_seen: [] } };
  }
}
