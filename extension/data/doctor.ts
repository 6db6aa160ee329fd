import { api } from '../../convex/_generated/api.js';
import { useOperatorQuery } from './connection/operator.tsx';

/**
 * The doctor's report, live. Each delivery runs the query again, so use this only while the report
 * is shown.
 */
export function useDoctor() {
  return useOperatorQuery(api.webhookAudit.doctor, {});
}
