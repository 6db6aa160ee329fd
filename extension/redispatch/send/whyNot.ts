import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Role } from '../../../webhooks/shared/operator.ts';
import type { SocketStatus } from '../../data/connection/connection.ts';
import { isImported } from '../../data/imported.ts';

/**
 * Why a delivery cannot be re-dispatched now, as a sentence; null if it can.
 *
 * @param isKept false if its payload is known to be gone
 */
export function whyNotRedispatch(
  role: Role,
  socket: SocketStatus,
  row: Pick<AuditRow, '_id'> | null,
  isKept = true,
): string | null {
  if (role === 'viewer') {
    return 'Your key is read-only. To re-dispatch, use a key with the role redispatcher.';
  }
  if (row !== null && isImported(row._id)) {
    return 'Imported from a file: only what this deployment received can be re-dispatched.';
  }
  if (!isKept) return 'The payload is no longer kept, so there is nothing to send again.';
  if (socket.kind !== 'live') return 'Not connected: re-dispatch when the panel is live again.';
  return null;
}
