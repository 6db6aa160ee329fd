import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { api } from '../../convex/_generated/api.js';
import { contractMismatch } from '../data/checkDeployment.ts';
import { useOperatorQuery } from '../data/operator.tsx';
import { isKeyRefusal, refusalMessage } from '../data/refusal.ts';
import { PinnedEventProvider } from '../inspector/pinned.tsx';
import type { Moment } from '../timeline/matchingRows.ts';
import { Button } from './Button.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { EmptyState } from './EmptyState.tsx';
import { Failure } from './Failure.tsx';
import { viewItem, type Deployment } from './settings.ts';
import { useStored } from './useStored.ts';
import { Views } from './Views.tsx';

/**
 * One deployment: its header from the first moment on, and its views once it has said who the key
 * belongs to and which contract it speaks.
 */
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
  const [paused, setPaused] = useState<Moment | null>(null);
  const [controls, setControls] = useState<HTMLElement | null>(null);

  const isRead = view !== undefined;
  useEffect(() => {
    if (!isRead || linkedEvent === null) return;
    const selected = { kind: 'delivery' as const, id: linkedEvent };
    setView((current) => ({ ...current, view: 'timeline', selected }));
    onLinkFollowed();
  }, [isRead, linkedEvent, setView, onLinkFollowed]);
  if (!isRead || linkedEvent !== null) return null;

  const mismatch = me.status === 'success' ? contractMismatch(me.data.contract) : null;
  const refused = me.status === 'error' && isKeyRefusal(me.error);
  return (
    <div className="flex h-full flex-col">
      <header className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 border-b border-hairline bg-surface px-2 py-1">
        <h1 className="sr-only">Webhook DevTools</h1>
        <ConnectionStatus paused={paused !== null} refused={refused} />
        {menu}
        <div ref={setControls} className="contents" />
      </header>
      <main className="min-h-0 flex-1">
        {me.status === 'error' ? (
          <EmptyState title={refused ? 'The access key was refused' : 'The deployment refused'}>
            <Failure message={refusalMessage(me.error)} />
            <Button look="primary" onClick={onChangeKey}>
              {refused ? 'Give another key' : 'Change the connection'}
            </Button>
          </EmptyState>
        ) : me.status === 'pending' ? (
          <EmptyState title={`Connecting to ${deployment.url}…`}>
            <p>It goes on by itself as soon as the deployment answers.</p>
          </EmptyState>
        ) : mismatch !== null ? (
          <EmptyState title="The panel and this deployment do not match">
            <Failure message={mismatch} />
          </EmptyState>
        ) : (
          <PinnedEventProvider>
            <Views
              deployment={deployment}
              role={me.data.role}
              view={view}
              setView={setView}
              paused={paused}
              onPause={setPaused}
              controls={controls}
            />
          </PinnedEventProvider>
        )}
      </main>
    </div>
  );
}
