import { useCallback } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { Delivery } from '../../convex/shared/delivery.ts';
import { isImported, useImportedDeliveries } from './imported.ts';
import { useOperatorFetch } from './operator.tsx';

/** Reads a delivery once, from the deployment or the file that it came from. Throws why it cannot. */
export function useFetchDelivery(): (id: Delivery['row']['_id']) => Promise<Delivery> {
  const fetch = useOperatorFetch();
  const imported = useImportedDeliveries();
  return useCallback(
    (id) => (isImported(id) ? imported.get(id) : fetch(api.webhookAudit.get, { id })),
    [fetch, imported],
  );
}
