import { useCallback, useEffect, useState } from 'react';
import { DeploymentConnection } from '../data/connection/DeploymentConnection.tsx';
import { ConnectForm } from './ConnectForm.tsx';
import { ConnectPage } from './ConnectPage.tsx';
import { Dialog } from '../ui/overlay/Dialog.tsx';
import { DeploymentMenu } from './DeploymentMenu.tsx';
import { ErrorBoundary } from '../ui/notice/ErrorBoundary.tsx';
import { ForgetDialog } from './ForgetDialog.tsx';
import { LinkPage } from './LinkPage.tsx';
import type { InspectedPage } from '../page/watch/inspectedPage.ts';
import { PageProvider } from '../page/watch/PageProvider.tsx';
import type { Link } from '../panel/link.ts';
import {
  currentDeploymentItem,
  deploymentsItem,
  viewItem,
  type Deployment,
} from '../panel/settings.ts';
import { SettingsProvider, useSettings } from '../panel/SettingsProvider.tsx';
import { TooltipProvider } from '../ui/control/Tooltip.tsx';
import { useStored } from '../panel/useStored.ts';
import { Workspace } from './Workspace.tsx';

/**
 * The panel. It opens `link`, the link in its address, once. `page` is the page that DevTools
 * inspects; null in a tab.
 */
export function App({ link, page = null }: { link: Link | null; page?: InspectedPage | null }) {
  return (
    <TooltipProvider>
      <SettingsProvider>
        <ErrorBoundary what="The panel">
          <PageProvider page={page}>
            <Deployments openedAt={link} />
          </PageProvider>
        </ErrorBoundary>
      </SettingsProvider>
    </TooltipProvider>
  );
}

type OpenDialog = { kind: 'add' } | { kind: 'change' | 'forget'; deployment: Deployment };

/**
 * The connect form until there is a deployment; then the chosen deployment, or a link's once that
 * is confirmed.
 */
function Deployments({ openedAt }: { openedAt: Link | null }) {
  const [deployments, setDeployments] = useStored(deploymentsItem, { follow: true });
  const [currentId, setCurrentId] = useStored(currentDeploymentItem);
  const settings = useSettings();
  const [link, setLink] = useState(openedAt);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [forgottenId, setForgottenId] = useState<string | null>(null);

  const openLink = useCallback((next: Link) => {
    setLink(next);
    setDialog(null);
  }, []);

  useEffect(() => {
    // In an effect, because the closing view may still store its state.
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

  const [first] = deployments;
  // If another tab has forgotten the open deployment, keys must not act on the next one unasked.
  const chosen = currentId === '' ? first : deployments.find(({ id }) => id === currentId);
  const linkedUrl = link?.deployment ?? null;
  // Several keys of one deployment may be kept: the one in use opens the link.
  const isHere = linkedUrl === null || linkedUrl === chosen?.url;
  const current = isHere ? chosen : deployments.find(({ url }) => url === linkedUrl);
  if (current === undefined) {
    return (
      <ConnectPage
        linkedUrl={linkedUrl}
        isForgotten={chosen === undefined && first !== undefined}
        instead={(chosen ?? first)?.name ?? null}
        onConnect={(deployment) => {
          // The form's URL of the deployment may be spelled differently from the link's.
          if (link !== null) setLink({ ...link, deployment: deployment.url });
          connect(deployment);
        }}
        onReference={openLink}
        onInstead={() => {
          setLink(null);
          if (chosen === undefined && first !== undefined) setCurrentId(first.id);
        }}
      />
    );
  }
  if (linkedUrl !== null && chosen !== undefined && current.id !== chosen.id) {
    return (
      <LinkPage
        current={chosen}
        linked={current}
        onFollow={() => setCurrentId(current.id)}
        onStay={() => setLink(null)}
      />
    );
  }
  const connection = `${current.id} ${current.url} ${current.accessKey}`;
  return (
    <ErrorBoundary what="The panel" resetOn={connection}>
      <DeploymentConnection key={connection} url={current.url} accessKey={current.accessKey}>
        <Workspace
          deployment={current}
          linkedEvent={link?.event ?? null}
          onLinkFollowed={() => setLink(null)}
          onLink={openLink}
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
            onReference={openLink}
            onCancel={() => setDialog(null)}
          />
        </Dialog>
      )}
    </ErrorBoundary>
  );
}
