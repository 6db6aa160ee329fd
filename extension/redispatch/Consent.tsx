import { useCallback, useState, type ReactNode } from 'react';
import { Button } from '../app/Button.tsx';
import { Dialog } from '../app/Dialog.tsx';
import type { Panel } from '../app/panel.tsx';

type Deployment = Panel['deployment'];

const keyOf = ({ url }: Deployment) => `redispatch-confirmed:${url}`;

/**
 * `confirmOnce(proceed)` calls `proceed` at once on this machine; elsewhere it asks first, once a
 * deployment and browser session. `dialog` is the question, to be rendered.
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
        {deployment.url} is not on this machine. Re-dispatching writes to its users table and runs
        what its app does on user changes. You are asked once a session.
      </p>
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={() => setWaiting(null)}>Cancel</Button>
        <Button look="primary" autoFocus onClick={agree}>
          Re-dispatch on {deployment.name}
        </Button>
      </div>
    </Dialog>
  );
  return { confirmOnce, dialog };
}
