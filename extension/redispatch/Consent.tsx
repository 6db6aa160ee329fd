import { useCallback, useState, type ReactNode } from 'react';
import { Button } from '../ui/control/Button.tsx';
import { Dialog } from '../ui/overlay/Dialog.tsx';
import type { Panel } from '../panel/panel.tsx';
import { SendButton } from './send/SendButton.tsx';

type Deployment = Panel['deployment'];

const keyOf = ({ url }: Deployment) => `redispatch-confirmed:${url}`;

/**
 * `confirmOnce(proceed)` calls `proceed` at once on this machine; elsewhere it asks first, once per
 * deployment and browser session. Render `dialog`, which asks.
 */
export function useConsent(deployment: Deployment): {
  confirmOnce: (proceed: () => void) => void;
  dialog: ReactNode;
} {
  const [waiting, setWaiting] = useState<(() => void) | null>(null);

  const confirmOnce = useCallback(
    (proceed: () => void) => {
      if (deployment.isLoopback || sessionStorage.getItem(keyOf(deployment)) !== null) proceed();
      else setWaiting(() => proceed);
    },
    [deployment],
  );

  function agree() {
    sessionStorage.setItem(keyOf(deployment), 'yes');
    setWaiting(null);
    waiting?.();
  }

  const dialog = waiting && (
    <Dialog title={`Re-dispatch on ${deployment.name}?`} onClose={() => setWaiting(null)}>
      <p className="break-words">
        {deployment.url} is not on this machine. Re-dispatching runs its webhook handler, which
        writes to its database. You are asked once a session.
      </p>
      <div className="mt-3 flex justify-end gap-2">
        <Button autoFocus onClick={() => setWaiting(null)}>
          Cancel
        </Button>
        <SendButton look="primary" onSend={agree}>
          Re-dispatch on {deployment.name}
        </SendButton>
      </div>
    </Dialog>
  );
  return { confirmOnce, dialog };
}
