import { createContext, useContext, useEffect, useState } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Delivery } from '../../convex/shared/delivery.ts';
import type { Replay } from './replay.ts';

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

/** Why an imported delivery is not there. */
export const NOT_IMPORTED =
  'This delivery came from a file that is not open any more. Import the file again.';

/** A page of a search through payloads, newest first; `next` is where to go on. */
export interface FoundPage {
  rows: AuditRow[];
  next: bigint | null;
  done: boolean;
}

/** The deliveries of a file. `get` rejects for one that is not in it. */
export interface ImportedDeliveries {
  get(id: AuditId): Promise<Delivery>;
  /** The replay of those about one user; only its rows leave the worker, as payloads may be huge. */
  replay(clerkId: string): Promise<Replay>;
  /** Those before `before` whose payload contains the text, as `webhookAudit.search` answers. */
  search(text: string, before: bigint | null): Promise<FoundPage>;
}

export const NOTHING_IMPORTED: ImportedDeliveries = {
  get: () => Promise.reject(new Error(NOT_IMPORTED)),
  replay: () => Promise.reject(new Error(NOT_IMPORTED)),
  search: () => Promise.reject(new Error(NOT_IMPORTED)),
};

const Imported = createContext(NOTHING_IMPORTED);
export const ImportedProvider = Imported.Provider;

/** The deliveries of the file that is open; none when there is no such file. */
export function useImportedDeliveries(): ImportedDeliveries {
  return useContext(Imported);
}

type Read<Data> =
  { status: 'pending' } | { status: 'success'; data: Data } | { status: 'error'; error: Error };

/** One delivery of the file that is open; null asks for none. */
export function useImportedDelivery(id: AuditId | null): Read<Delivery> {
  return useRead(useImportedDeliveries().get, id);
}

/** The replay of a user's deliveries in the file that is open. */
export function useImportedReplay(clerkId: string): Read<Replay> {
  return useRead(useImportedDeliveries().replay, clerkId);
}

function useRead<Id, Data>(get: (id: Id) => Promise<Data>, id: Id | null): Read<Data> {
  const [read, setRead] = useState<{ id: Id; result: Read<Data> } | null>(null);

  useEffect(() => {
    if (id === null) return;
    let current = true;
    const take = (result: Read<Data>) => current && setRead({ id, result });
    get(id).then(
      (data) => take({ status: 'success', data }),
      (error: Error) => take({ status: 'error', error }),
    );
    return () => {
      current = false;
    };
  }, [get, id]);

  return read !== null && read.id === id ? read.result : { status: 'pending' };
}
