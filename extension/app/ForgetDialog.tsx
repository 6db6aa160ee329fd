import { Button } from '../ui/control/Button.tsx';
import { Dialog } from '../ui/overlay/Dialog.tsx';
import type { Deployment } from '../panel/settings.ts';

/** Asks before a deployment is removed with its access key, which cannot be shown again. */
export function ForgetDialog({
  deployment: { name, url },
  onForget,
  onClose,
}: {
  deployment: Deployment;
  onForget: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog title={`Forget ${name}?`} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p className="wrap-anywhere">
          The panel deletes the access key of {url} and what you were looking at there. A key is
          shown only once, when it is made: to connect again, you need a copy of it or a new one.
          The deployment itself stays as it is.
        </p>
        <div className="flex gap-2">
          <Button look="primary" onClick={onForget}>
            Forget it
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </div>
    </Dialog>
  );
}
