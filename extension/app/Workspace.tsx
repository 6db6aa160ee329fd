import { useEffect, useMemo, type ReactNode } from 'react';
import { api } from '../../convex/_generated/api.js';
import { contractMismatch } from '../data/checkDeployment.ts';
import { useOperatorQuery } from '../data/operator.tsx';
import { isKeyRefusal, refusalMessage } from '../data/refusal.ts';
import { PinnedEventProvider } from '../inspector/pinned.tsx';
import { Button } from './Button.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { EmptyState } from './EmptyState.tsx';
import { Failure } from './Failure.tsx';
import { viewItem, type Deployment } from './settings.ts';
import { useStored } from './useStored.ts';
import { Views } from './Views.tsx';

/** One connected deployment, once it has said who the key belongs to and which contract it speaks. */
export function Workspace({
  deployment,
  linkedEvent,
  onLinkFollowed,
  menu,
  onChangeKey,
}: {
  deployment: Deployment;
  /** Id of an event of this deployment to open at, null for what was looked at last. */
  linkedEvent: string | null;
  onLinkFollowed: () => void;
  menu: ReactNode;
  onChangeKey: () => void;
}) {
  const me = useOperatorQuery(api.operators.me, {});
  const item = useMemo(() => viewItem(deployment.id), [deployment.id]);
  const [view, setView] = useStored(item);

  const isRead = view !== undefined;
  useEffect(() => {
    if (!isRead || linkedEvent === null) return;
    const selected = { kind: 'delivery' as const, id: linkedEvent };
    setView((current) => ({ ...current, view: 'timeline', selected }));
    onLinkFollowed();
  }, [isRead, linkedEvent, setView, onLinkFollowed]);
  if (!isRead || linkedEvent !== null) return null;

  const mismatch = me.status === 'success' ? contractMismatch(me.data.contract) : null;
  if (me.status === 'success' && mismatch === null) {
    return (
      <PinnedEventProvider>
        <Views
          deployment={deployment}
          role={me.data.role}
          view={view}
          setView={setView}
          menu={menu}
        />
      </PinnedEventProvider>
    );
  }

  const refused = me.status === 'error' && isKeyRefusal(me.error);
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-8 items-center gap-2 border-b border-hairline bg-surface px-2">
        <ConnectionStatus paused={false} refused={refused} />
        {menu}
      </div>
      <main className="min-h-0 flex-1">
        {me.status === 'error' ? (
          <EmptyState title={refused ? 'The access key was refused' : 'The deployment refused'}>
            <Failure message={refusalMessage(me.error)} />
            <Button look="primary" onClick={onChangeKey}>
              {refused ? 'Give another key' : 'Change the connection'}
            </Button>
          </EmptyState>
        ) : mismatch !== null ? (
          <EmptyState title="The panel and this deployment do not match">
            <Failure message={mismatch} />
          </EmptyState>
        ) : (
          <EmptyState title={`Connecting to ${deployment.url}…`}>
            <p>It goes on by itself as soon as the deployment answers.</p>
          </EmptyState>
        )}
      </main>
    </div>
  );
}
