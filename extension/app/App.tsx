import { useEffect, useState } from 'react';
import { DeploymentConnection } from '../data/DeploymentConnection.tsx';
import { ConnectForm } from './ConnectForm.tsx';
import { ConnectPage } from './ConnectPage.tsx';
import { Dialog } from './Dialog.tsx';
import { DeploymentMenu } from './DeploymentMenu.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { ForgetDialog } from './ForgetDialog.tsx';
import type { Link } from './link.ts';
import { currentDeploymentItem, deploymentsItem, viewItem, type Deployment } from './settings.ts';
import { SettingsProvider, useSettings } from './SettingsProvider.tsx';
import { TooltipProvider } from './Tooltip.tsx';
import { useStored } from './useStored.ts';
import { Workspace } from './Workspace.tsx';

/** The panel. `link` is what it was opened at: it is followed once. */
export function App({ link }: { link: Link | null }) {
  return (
    <TooltipProvider>
      <SettingsProvider>
        <ErrorBoundary what="The panel">
          <Deployments openedAt={link} />
        </ErrorBoundary>
      </SettingsProvider>
    </TooltipProvider>
  );
}

type OpenDialog = { kind: 'add' } | { kind: 'change' | 'forget'; deployment: Deployment };

/** The connect form until there is a deployment, then the one that the link names or that is chosen. */
function Deployments({ openedAt }: { openedAt: Link | null }) {
  const [deployments, setDeployments] = useStored(deploymentsItem, { follow: true });
  const [currentId, setCurrentId] = useStored(currentDeploymentItem);
  const settings = useSettings();
  const [link, setLink] = useState(openedAt);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [forgottenId, setForgottenId] = useState<string | null>(null);

  useEffect(() => {
    // An effect, because the view that closes may still write what it showed.
    if (forgottenId !== null) settings.remove(viewItem(forgottenId));
  }, [forgottenId, settings]);

  if (deployments === undefined || currentId === undefined) return null;

  const connect = (deployment: Deployment) => {
    const isKept = deployments.some(({ id }) => id === deployment.id);
    setDeployments(
      isKept
        ? deployments.map((kept) => (kept.id === deployment.id ? deployment : kept))
        : [...deployments, deployment],
    );
    setCurrentId(deployment.id);
    setDialog(null);
  };
  const forget = ({ id }: Deployment) => {
    const others = deployments.filter((kept) => kept.id !== id);
    setDeployments(others);
    setCurrentId(others[0]?.id ?? '');
    setForgottenId(id);
    setDialog(null);
  };

  const chosen = deployments.find(({ id }) => id === currentId) ?? deployments[0];
  const linkedUrl = link?.deployment ?? null;
  const current = linkedUrl === null ? chosen : deployments.find(({ url }) => url === linkedUrl);
  if (current === undefined) {
    return (
      <ConnectPage
        linkedUrl={linkedUrl}
        instead={chosen?.name ?? null}
        onConnect={(deployment) => {
          // Its address may be written otherwise than in the link.
          if (link !== null) setLink({ ...link, deployment: deployment.url });
          connect(deployment);
        }}
        onInstead={() => setLink(null)}
      />
    );
  }
  return (
    <>
      <DeploymentConnection
        key={`${current.id} ${current.url} ${current.accessKey}`}
        url={current.url}
        accessKey={current.accessKey}
      >
        <Workspace
          deployment={current}
          linkedEvent={link?.event ?? null}
          onLinkFollowed={() => {
            setLink(null);
            setCurrentId(current.id);
          }}
          menu={
            <DeploymentMenu
              deployments={deployments}
              current={current}
              onSwitch={setCurrentId}
              onAdd={() => setDialog({ kind: 'add' })}
              onChange={() => setDialog({ kind: 'change', deployment: current })}
              onForget={() => setDialog({ kind: 'forget', deployment: current })}
            />
          }
          onChangeKey={() => setDialog({ kind: 'change', deployment: current })}
        />
      </DeploymentConnection>
      {dialog?.kind === 'forget' && (
        <ForgetDialog
          deployment={dialog.deployment}
          onForget={() => forget(dialog.deployment)}
          onClose={() => setDialog(null)}
        />
      )}
      {(dialog?.kind === 'add' || dialog?.kind === 'change') && (
        <Dialog
          title={
            dialog.kind === 'add'
              ? 'Connect another deployment'
              : `Change ${dialog.deployment.name}`
          }
          onClose={() => setDialog(null)}
        >
          <ConnectForm
            kept={dialog.kind === 'change' ? dialog.deployment : undefined}
            onConnect={connect}
            onCancel={() => setDialog(null)}
          />
        </Dialog>
      )}
    </>
  );
}
