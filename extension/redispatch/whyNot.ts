import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Role } from '../../convex/shared/operator.ts';
import type { SocketStatus } from '../data/connection.ts';
import { isImported } from '../data/imported.ts';

/**
 * Why this delivery cannot be re-dispatched now, as a sentence; null when it can. `isKept`: its
 * payload, as far as is known.
 */
export function whyNotRedispatch(
  role: Role,
  socket: SocketStatus,
  row: Pick<AuditRow, '_id'> | null,
  isKept = true,
): string | null {
  if (role === 'viewer') {
    return 'Your access key may only view. Re-dispatching needs a key of the role redispatcher.';
  }
  if (row !== null && isImported(row._id)) {
    return 'Imported from a file: only what this deployment received can be re-dispatched.';
  }
  if (!isKept) return 'The payload is no longer kept, so there is nothing to send again.';
  if (socket.kind !== 'live') return 'Not connected: re-dispatch when the panel is live again.';
  return null;
}
