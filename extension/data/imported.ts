import { createContext, useContext } from 'react';
import type { Delivery } from '../../convex/shared/delivery.ts';

type AuditId = Delivery['row']['_id'];

const PREFIX = 'import:';

/** The id by which the panel knows a delivery of a file. No deployment has such ids. */
export function importedId(name: string | number): AuditId {
  return `${PREFIX}${name}` as AuditId;
}

/** Whether a delivery came from a file: it can be looked at, and no server knows it. */
export function isImported(id: AuditId): boolean {
  return id.startsWith(PREFIX);
}

export type ImportedDeliveries = ReadonlyMap<AuditId, Delivery>;

export const NOTHING_IMPORTED: ImportedDeliveries = new Map();

const Imported = createContext(NOTHING_IMPORTED);
export const ImportedProvider = Imported.Provider;

/** The deliveries of the file that is open; none when there is no such file. */
export function useImportedDeliveries(): ImportedDeliveries {
  return useContext(Imported);
}

/** Why an imported delivery is not there. */
export const NOT_IMPORTED =
  'This delivery came from a file that is not open any more. Import the file again.';
