import { createContext, useContext } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Outcome } from '../../convex/shared/outcome.ts';

export interface RedispatchRequest {
  row: AuditRow;
  /** An edited body in place of the recorded one. */
  body?: string;
  /** Passes the order guard and the tombstone. */
  force?: boolean;
  note?: string;
}

/** Where the one re-dispatch that is under way, or ended last, is. */
export type Sending =
  | { kind: 'idle' }
  | { kind: 'sending'; request: RedispatchRequest }
  | {
      kind: 'done';
      request: RedispatchRequest;
      /** The new row. */
      id: AuditRow['_id'];
      outcome: Outcome;
      reason: string | null;
    }
  | { kind: 'failed'; request: RedispatchRequest; message: string };

/** Re-dispatching from anywhere in the panel: one at a time, and each sent once. */
export interface Redispatch {
  sending: Sending;
  /**
   * Asks first where it must, sends, and selects the new row. While one is under way it does nothing;
   * while offline it refuses, as Convex would send it whenever the connection comes back.
   */
  send(request: RedispatchRequest): void;
  openPreview(row: AuditRow): void;
  openEditor(row: AuditRow): void;
  /** Calls `proceed`; on a deployment off this machine only after asking, once a session. */
  confirmOnce(proceed: () => void): void;
  /** Forgets how the last re-dispatch ended. */
  dismiss(): void;
}

const Context = createContext<Redispatch | null>(null);
export const RedispatchContext = Context.Provider;

export function useRedispatch(): Redispatch {
  const redispatch = useContext(Context);
  if (redispatch === null) {
    throw new Error('No re-dispatch: render this inside RedispatchProvider.');
  }
  return redispatch;
}
