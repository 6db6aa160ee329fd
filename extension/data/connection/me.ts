import { api } from '../../../convex/_generated/api.js';
import { useOperatorQuery } from './operator.tsx';

/** The operator of the access key, and facts about the deployment. */
export function useMe() {
  return useOperatorQuery(api.webhookAudit.me, {});
}
