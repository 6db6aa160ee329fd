import { useCallback } from 'react';
import { useOpenFile } from '../transfer/useOpenFile.ts';
import { Button } from '../ui/control/Button.tsx';
import { ConnectForm } from './ConnectForm.tsx';
import { FileOffer } from './FileOffer.tsx';
import { FileWorkspace } from './FileWorkspace.tsx';
import type { Link } from '../panel/link.ts';
import type { Deployment } from '../panel/settings.ts';

/** The connect form as a page: without an open deployment, or for a link to an unknown one. */
export function ConnectPage({
  linkedUrl,
  isForgotten,
  instead,
  onConnect,
  onReference,
  onInstead,
}: {
  linkedUrl: string | null;
  /** Another tab has forgotten the deployment that was open here. */
  isForgotten: boolean;
  /** Name of a deployment that can be opened in place of the link's, or of the forgotten one. */
  instead: string | null;
  onConnect: (deployment: Deployment) => void;
  onReference: (link: Link) => void;
  onInstead: () => void;
}) {
  const imported = useOpenFile(useCallback(() => {}, []));
  if (imported.file !== null) {
    return <FileWorkspace file={imported.file} onClose={imported.close} />;
  }
  return (
    <main className="flex h-full flex-col items-center gap-4 overflow-auto p-4 pt-10">
      <h1 className="w-full max-w-sm text-base font-semibold">Connect to a Convex deployment</h1>
      {linkedUrl !== null && (
        <p role="status" className="w-full max-w-sm wrap-anywhere">
          This link leads to an event of {linkedUrl}, which is not connected here. Connect it with
          its own access key, and the event opens.
        </p>
      )}
      {linkedUrl === null && isForgotten && (
        <p role="status" className="w-full max-w-sm">
          The deployment that was open here was forgotten in another tab.
        </p>
      )}
      <ConnectForm
        key={linkedUrl}
        url={linkedUrl ?? undefined}
        onConnect={onConnect}
        onReference={onReference}
      />
      {linkedUrl === null && <FileOffer {...imported} />}
      {instead !== null && (
        <p className="w-full max-w-sm">
          <Button onClick={onInstead}>Open {instead} instead</Button>
        </p>
      )}
    </main>
  );
}
