import { useEffect, useMemo, useState } from 'react';
import { DeploymentConnection } from '../data/DeploymentConnection.tsx';
import { ConnectForm } from './ConnectForm.tsx';
import { Dialog } from './Dialog.tsx';
import { DeploymentMenu } from './DeploymentMenu.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import type { Link } from './link.ts';
import { currentDeploymentItem, deploymentsItem, type Deployment } from './settings.ts';
import { useStored } from './useStored.ts';
import { Workspace } from './Workspace.tsx';

/** The panel: the connect form until there is a deployment, then the one that is chosen. */
export function App({ link }: { link: Link | null }) {
  const [deployments, setDeployments] = useStored(deploymentsItem, { follow: true });
  const [currentId, setCurrentId] = useStored(currentDeploymentItem);
  const [form, setForm] = useState<{ change: Deployment | null } | null>(null);

  const linked = deployments?.find(({ url }) => url === link?.deployment);
  useEffect(() => {
    if (linked) setCurrentId(linked.id);
    // Only when the panel opens: later the user may switch.
  }, [linked?.id]);

  const current = useMemo(
    () => deployments?.find(({ id }) => id === currentId) ?? deployments?.[0],
    [deployments, currentId],
  );
  if (deployments === undefined || currentId === undefined) return null;

  const connect = (deployment: Deployment) => {
    const isKept = deployments.some(({ id }) => id === deployment.id);
    setDeployments(
      isKept
        ? deployments.map((kept) => (kept.id === deployment.id ? deployment : kept))
        : [...deployments, deployment],
    );
    setCurrentId(deployment.id);
    setForm(null);
  };

  if (current === undefined) {
    return (
      <main className="flex h-full flex-col items-center gap-4 overflow-auto p-4 pt-10">
        <h1 className="w-full max-w-sm text-base font-semibold">Connect to a Convex deployment</h1>
        <ConnectForm onConnect={connect} />
      </main>
    );
  }
  return (
    <ErrorBoundary what="The panel">
      <DeploymentConnection
        key={`${current.id} ${current.url} ${current.accessKey}`}
        url={current.url}
        accessKey={current.accessKey}
      >
        <Workspace
          deployment={current}
          link={link}
          menu={
            <DeploymentMenu
              deployments={deployments}
              current={current}
              onSwitch={setCurrentId}
              onAdd={() => setForm({ change: null })}
              onChange={() => setForm({ change: current })}
              onForget={() => setDeployments(deployments.filter(({ id }) => id !== current.id))}
            />
          }
          onChangeKey={() => setForm({ change: current })}
        />
      </DeploymentConnection>
      {form && (
        <Dialog
          title={form.change ? `Change ${form.change.name}` : 'Connect another deployment'}
          onClose={() => setForm(null)}
        >
          <ConnectForm
            initial={form.change ?? undefined}
            onConnect={connect}
            onCancel={() => setForm(null)}
          />
        </Dialog>
      )}
    </ErrorBoundary>
  );
}
