import { v } from 'convex/values';
import { operatorQuery } from './model/access.ts';
import { CONTRACT, vRole } from './shared/operator.ts';

/** Who this access key belongs to, and which version of the functions this backend speaks. */
export const me = operatorQuery({
  role: 'viewer',
  args: {},
  returns: v.object({ name: v.string(), role: vRole, contract: v.literal(CONTRACT) }),
  handler: ({ operator }) => ({ name: operator.name, role: operator.role, contract: CONTRACT }),
});
