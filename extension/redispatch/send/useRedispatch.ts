import { createContext, useContext } from 'react';
import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Outcome } from '../../../webhooks/shared/outcome.ts';

interface RedispatchRequest {
  row: AuditRow;
  /** An edited body, which replaces the recorded one. */
  body?: string;
  /** Sends the event even if it is stale or its subject deleted. */
  force?: boolean;
  note?: string;
}

/** One press of the button. A retry has the same key, so that it is not applied twice. */
export interface Press extends RedispatchRequest {
  key: string;
}

/** The state of the current or the last re-dispatch. */
export type Sending =
  | { kind: 'idle' }
  | { kind: 'sending'; request: Press }
  | {
      kind: 'done';
      request: Press;
      /** The new row. */
      id: AuditId;
      outcome: Outcome;
      reason: string | null;
      /** True if the new row was not opened because another event was opened meanwhile. */
      leftAside: boolean;
    }
  | { kind: 'failed'; request: Press; message: string };

/** Re-dispatching from any part of the panel: one at a time, each sent once. */
export interface Redispatch {
  sending: Sending;
  /**
   * Asks for consent if needed, sends, and opens the new row unless another event is opened
   * meanwhile. Call it once per press. It does nothing while another re-dispatch is under way.
   * While offline it refuses, since Convex would send it at some later time, when the connection is
   * back.
   */
  send: (request: RedispatchRequest) => void;
  /**
   * Sends a failed press again with the same key, so that a press whose answer was lost is not
   * applied twice.
   */
  retry: (failed: Press) => void;
  openPreview: (row: AuditRow) => void;
  openEditor: (row: AuditRow) => void;
  /**
   * Calls `proceed`. On a deployment that is not on this machine, it asks first, once per session.
   */
  confirmOnce: (proceed: () => void) => void;
  /** Closes the notice of the last re-dispatch. */
  dismiss: () => void;
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
