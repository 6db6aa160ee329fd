import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import { isImported } from './imported.ts';
import { useOperatorQuery } from './connection/operator.tsx';

const ROWS = 50;

/** The newest deliveries of the row's subject before it; none if the event is not ordered. */
export function useEarlierOfSubject({ _id, seq, subject }: AuditRow): readonly AuditRow[] {
  const isKnown = subject !== undefined && !isImported(_id);
  const args = isKnown ? { before: seq, limit: ROWS, where: { subject } } : 'skip';
  const earlier = useOperatorQuery(api.webhookAudit.older, args);
  return earlier.status === 'success' ? earlier.data.rows : [];
}
