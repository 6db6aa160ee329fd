import { Button } from './Button.tsx';
import { ConnectForm } from './ConnectForm.tsx';
import type { Deployment } from './settings.ts';

/** The connect form as a page: before there is a deployment, or for a link to one that is not known. */
export function ConnectPage({
  linkedUrl,
  instead,
  onConnect,
  onInstead,
}: {
  linkedUrl: string | null;
  /** Name of a deployment that can be opened in place of the link's. */
  instead: string | null;
  onConnect: (deployment: Deployment) => void;
  onInstead: () => void;
}) {
  return (
    <main className="flex h-full flex-col items-center gap-4 overflow-auto p-4 pt-10">
      <h1 className="w-full max-w-sm text-base font-semibold">Connect to a Convex deployment</h1>
      {linkedUrl !== null && (
        <p role="status" className="w-full max-w-sm wrap-anywhere">
          This link leads to an event of {linkedUrl}, which is not connected here. Connect it with
          an access key of its own, and the event opens.
        </p>
      )}
      <ConnectForm url={linkedUrl ?? undefined} onConnect={onConnect} />
      {instead !== null && (
        <p className="w-full max-w-sm">
          <Button onClick={onInstead}>Open {instead} instead</Button>
        </p>
      )}
    </main>
  );
}
