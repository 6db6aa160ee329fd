import { useMemo } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { AuditId } from '../../webhooks/shared/auditRow.ts';
import { isImported, useImportedDelivery } from './imported.ts';
import { useOperatorQuery } from './connection/operator.tsx';

const DELIVERIES_PAGE = 50;

/**
 * One delivery with its payload, live: later attempts and re-dispatches appear by themselves. An
 * imported delivery comes from the file, without asking a server.
 */
export function useDelivery(id: AuditId | null) {
  const isFromFile = id !== null && isImported(id);
  const args = id === null || isFromFile ? 'skip' : { id };
  const delivery = useOperatorQuery(api.webhookAudit.get, args);
  const event = useOperatorQuery(api.webhookAudit.event, args);
  const live = useMemo(() => {
    if (delivery.status !== 'success') return delivery;
    if (event.status !== 'success') return event;
    return { ...delivery, data: { ...delivery.data, event: event.data } };
  }, [delivery, event]);
  const imported = useImportedDelivery(isFromFile ? id : null);
  return isFromFile ? imported : live;
}

/** The newest deliveries of one user, without their payloads. */
export function useUserDeliveries(clerkId: string | undefined) {
  const where = clerkId === undefined ? undefined : { clerk_user_id: clerkId };
  return useOperatorQuery(
    api.webhookAudit.older,
    where === undefined ? 'skip' : { before: null, limit: DELIVERIES_PAGE, where },
  );
}
