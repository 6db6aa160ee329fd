/** The doctor for a terminal, a function of webhookAdmin. */
import { internalQuery } from '../builders.ts';
import { vDoctorReport } from '../shared/doctor/report.ts';
import { examine } from './examine.ts';

/** Examines this deployment: `npx convex run webhookAdmin:doctor`. */
export const doctor = internalQuery({
  args: {},
  returns: vDoctorReport,
  handler: async (ctx) => await examine(ctx, 'redispatcher'),
});
