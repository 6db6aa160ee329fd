import { useCallback } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { AuditId } from '../../webhooks/shared/auditRow.ts';
import type { Preview } from '../../webhooks/shared/preview.ts';
import { useOperatorMutation, useOperatorQuery } from './connection/operator.tsx';
import { useRead, type Read } from './useRead.ts';

interface Request {
  id: AuditId;
  body?: string;
  force?: boolean;
}

/**
 * The effect that one re-dispatch would have now. Asked again when a newer delivery of the same
 * subject comes. `null` asks nothing.
 */
export function usePreview(request: Request | null, subject: string | undefined): Read<Preview> {
  const preview = useOperatorMutation(api.webhookAudit.preview);
  const ask = useCallback(
    (asked: string) => preview((JSON.parse(asked) as { request: Request }).request),
    [preview],
  );
  const newest = useOperatorQuery(
    api.webhookAudit.older,
    subject === undefined ? 'skip' : { before: null, limit: 1, where: { subject } },
  );
  const seen = newest.status === 'success' ? newest.data.rows[0]?._id : undefined;
  const isReady = request !== null && (subject === undefined || newest.status !== 'pending');
  return useRead(ask, isReady ? JSON.stringify({ request, seen }) : null);
}
