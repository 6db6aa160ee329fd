import { createContext, useContext } from 'react';
import type { Delivery } from '../../convex/shared/delivery.ts';

type AuditId = Delivery['row']['_id'];

const PREFIX = 'import:';

/** The id that the panel knows an imported delivery by. No deployment has such ids. */
export function importedId(position: number): AuditId {
  return `${PREFIX}${position}` as AuditId;
}

/** Whether a delivery came from a file: it can be looked at, and nothing else. */
export function isImported(id: AuditId): boolean {
  return id.startsWith(PREFIX);
}

const Imported = createContext<ReadonlyMap<AuditId, Delivery>>(new Map());
export const ImportedProvider = Imported.Provider;

/** An imported delivery with its payload; undefined for one of the deployment. */
export function useImported(id: AuditId | null): Delivery | undefined {
  const deliveries = useContext(Imported);
  return id === null ? undefined : deliveries.get(id);
}
