import { useEffect, useRef, useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import { useSocketStatus } from '../data/connection/DeploymentConnection.tsx';
import { useOperatorMutation } from '../data/connection/operator.tsx';
import { refusalMessage } from '../data/connection/refusal.ts';
import { usePanel } from '../panel/panel.tsx';
import { useStableCommands } from '../ui/redraw/useStableCommands.ts';
import type { Press, Sending } from './send/useRedispatch.ts';
import { whyNotRedispatch } from './send/whyNot.ts';

/**
 * Sends one delivery at a time, reports the result, and opens the new row unless another event is
 * opened meanwhile.
 *
 * @param opened the id of the open event: the notice of a finished re-dispatch closes when another
 * event is opened
 * @param onSent called when a delivery has been sent
 */
export function useSending(opened: string | null, onSent: () => void) {
  const panel = usePanel();
  const socket = useSocketStatus();
  const run = useOperatorMutation(api.webhookAudit.redispatch);
  const [sending, setSending] = useState<Sending>({ kind: 'idle' });
  // A second press can come before React has rendered the first one's state.
  const busy = useRef(false);
  const latestOpened = useRef(opened);
  useEffect(() => {
    latestOpened.current = opened;
  }, [opened]);

  const isShown = sending.kind === 'done' && !sending.leftAside;
  if (isShown && opened !== sending.id) setSending({ kind: 'idle' });

  // These read the state when they are called: the consent dialog may stay open for a while.
  const commands = useStableCommands({
    whyNot: (row: AuditRow) => whyNotRedispatch(panel.role, socket, row),
    sendNow: async (press: Press) => {
      if (busy.current) return;
      // Convex would queue it, and send it whenever the connection is back.
      const message = whyNotRedispatch(panel.role, socket, press.row);
      if (message !== null) return setSending({ kind: 'failed', request: press, message });
      busy.current = true;
      const openedThen = latestOpened.current;
      setSending({ kind: 'sending', request: press });
      try {
        const { row, key, ...how } = press;
        const { id, outcome, reason } = await run({ id: row._id, ...how, idempotency_key: key });
        const leftAside = latestOpened.current !== openedThen;
        setSending({ kind: 'done', request: press, id, outcome, reason, leftAside });
        onSent();
        if (!leftAside) panel.select(id);
      } catch (error) {
        setSending({ kind: 'failed', request: press, message: refusalMessage(error) });
      } finally {
        busy.current = false;
      }
    },
    dismiss: () => setSending({ kind: 'idle' }),
  });
  return { sending, ...commands };
}
