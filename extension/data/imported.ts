import { createContext, useContext } from 'react';
import type { AuditId, AuditRow } from '../../webhooks/shared/auditRow.ts';
import type { RowWrite } from '../../webhooks/shared/delivery.ts';
import type { OpenedDelivery } from './openedDelivery.ts';
import { useRead } from './useRead.ts';

const PREFIX = 'import:';

/** The id by which the panel knows a delivery of a file. No deployment has such ids. */
export function importedId(name: string | number): AuditId {
  return `${PREFIX}${name}` as AuditId;
}

/** The id of every delivery that a file refers to and does not contain. */
export const NOT_IN_FILE = importedId('not in the file');

/** True for a delivery from a file, which no server knows. */
export function isImported(id: AuditId): boolean {
  return id.startsWith(PREFIX);
}

/** Says why an imported delivery cannot be read. */
export const NOT_IMPORTED =
  'This delivery came from a file that is not open any more. Import the file again.';

/** A page of a search through payloads, newest first; `next` is where to continue. */
export interface FoundPage {
  rows: AuditRow[];
  next: bigint | null;
  done: boolean;
}

/** The deliveries of a file. `get` rejects for one that is not in it. */
export interface ImportedDeliveries {
  get: (id: AuditId) => Promise<OpenedDelivery>;
  /** Their writes to one document, newest first. */
  rowHistory: (document: string) => Promise<RowWrite[]>;
  /**
   * The deliveries before `before` whose payload contains the text, as `webhookAudit.search`
   * answers.
   */
  search: (text: string, before: bigint | null) => Promise<FoundPage>;
}

export const NOTHING_IMPORTED: ImportedDeliveries = {
  get: () => Promise.reject(new Error(NOT_IMPORTED)),
  rowHistory: () => Promise.reject(new Error(NOT_IMPORTED)),
  search: () => Promise.reject(new Error(NOT_IMPORTED)),
};

const Imported = createContext(NOTHING_IMPORTED);
export const ImportedProvider = Imported.Provider;

/** The deliveries of the open file; none when no file is open. */
export function useImportedDeliveries(): ImportedDeliveries {
  return useContext(Imported);
}

/** One delivery of the open file; null reads nothing. */
export function useImportedDelivery(id: AuditId | null) {
  return useRead(useImportedDeliveries().get, id);
}

/** The writes to one document in the open file; null reads nothing. */
export function useImportedRowHistory(document: string | null) {
  return useRead(useImportedDeliveries().rowHistory, document);
}
