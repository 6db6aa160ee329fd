import type { FunctionArgs } from 'convex/server';
import { useState } from 'react';
import { api } from '../../../convex/_generated/api.js';
import type { Batch } from '../../../webhooks/shared/batch.ts';
import { useSocketStatus } from '../../data/connection/DeploymentConnection.tsx';
import { useOperatorMutation } from '../../data/connection/operator.tsx';
import { refusalMessage } from '../../data/connection/refusal.ts';
import { usePanel } from '../../panel/panel.tsx';
import { useStableCommands } from '../../ui/redraw/useStableCommands.ts';
import { whyNotRedispatch } from '../send/whyNot.ts';

type Request = Omit<FunctionArgs<typeof api.webhookAudit.startBatch>, 'accessKey'>;
type Starting = { kind: 'idle' } | { kind: 'starting' } | { kind: 'failed'; message: string };

/** Starts a batch. `reason` says why none can be started now; null if it can. */
export function useStartBatch(onStarted: (id: Batch['_id']) => void) {
  const { role } = usePanel();
  const socket = useSocketStatus();
  const startBatch = useOperatorMutation(api.webhookAudit.startBatch);
  const [starting, setStarting] = useState<Starting>({ kind: 'idle' });
  const reason = whyNotRedispatch(role, socket, null);

  // This reads the state when it is called: the consent dialog may stay open for a while.
  const commands = useStableCommands({
    run: async (request: Request) => {
      // Convex would queue it, and start it whenever the connection is back.
      if (reason !== null) return setStarting({ kind: 'failed', message: reason });
      setStarting({ kind: 'starting' });
      try {
        onStarted(await startBatch(request));
      } catch (error) {
        setStarting({ kind: 'failed', message: refusalMessage(error) });
      }
    },
  });
  return { starting, reason, ...commands };
}
