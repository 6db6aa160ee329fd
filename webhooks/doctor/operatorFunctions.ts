/** The doctor for the panel, a function of webhookAudit. */
import { operatorQuery } from '../access/access.ts';
import { vDoctorReport } from '../shared/doctor/report.ts';
import { examine } from './examine.ts';

/**
 * Examines this deployment: whether webhooks arrive, what became of them, and what to do. It reads
 * hundreds of documents again after each delivery, so subscribe to it only where it is shown.
 */
export const doctor = operatorQuery({
  role: 'viewer',
  args: {},
  returns: vDoctorReport,
  handler: async (ctx) => await examine(ctx, ctx.operator.role),
});
