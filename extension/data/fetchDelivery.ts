import { useCallback } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { Delivery } from '../../webhooks/shared/delivery.ts';
import { isImported, useImportedDeliveries } from './imported.ts';
import { useOperatorFetch } from './connection/operator.tsx';

/** Reads a delivery once, from its deployment or file. Throws an error that says why it cannot. */
export function useFetchDelivery(): (id: Delivery['row']['_id']) => Promise<Delivery> {
  const fetch = useOperatorFetch();
  const imported = useImportedDeliveries();
  return useCallback(
    (id) => (isImported(id) ? imported.get(id) : fetch(api.webhookAudit.get, { id })),
    [fetch, imported],
  );
}
