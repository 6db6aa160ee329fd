import { useEffect, useMemo, type ReactNode } from 'react';
import { contractMismatch } from '../data/connection/checkDeployment.ts';
import { useMe } from '../data/connection/me.ts';
import { serverClock } from '../data/connection/serverClock.ts';
import { isKeyRefusal, refusalMessage } from '../data/connection/refusal.ts';
import { PinnedEventProvider } from '../inspector/diff/pinned.tsx';
import { Button } from '../ui/control/Button.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { EmptyState } from '../ui/notice/EmptyState.tsx';
import { Failure } from '../ui/notice/Failure.tsx';
import type { Link } from '../panel/link.ts';
import { viewItem, type Deployment } from '../panel/settings.ts';
import { Slot, SlotProvider } from '../ui/layout/Slot.tsx';
import { useStored } from '../panel/useStored.ts';
import { PanelStateProvider } from './state/panelState.tsx';
import { Views } from './Views.tsx';

/**
 * One deployment: its header at once, and its views once it has answered whose key this is and
 * which contract version it uses.
 */
export function Workspace({
  deployment,
  linkedEvent,
  onLinkFollowed,
  onLink,
  menu,
  onChangeKey,
}: {
  deployment: Deployment;
  /** The id of an event of this deployment to open; null for the view that was open last. */
  linkedEvent: string | null;
  onLinkFollowed: () => void;
  /** A link to an event of another deployment was opened. */
  onLink: (link: Link) => void;
  menu: ReactNode;
  onChangeKey: () => void;
}) {
  const me = useMe();
  const item = useMemo(() => viewItem(deployment.id), [deployment.id]);
  const [view, setView] = useStored(item);

  const now = me.status === 'success' ? me.data.now : null;
  useEffect(() => {
    if (now !== null) serverClock.hear(now, false);
  }, [now]);

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
    <SlotProvider>
      <PanelStateProvider>
        <div className="flex h-full flex-col">
          <header className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 border-b border-hairline bg-surface px-2 py-1">
            <h1 className="sr-only">Webhook DevTools</h1>
            <ConnectionStatus refused={refused} />
            {menu}
            <Slot name="controls" />
          </header>
          <main className="min-h-0 flex-1">
            {me.status === 'error' ? (
              <EmptyState title={refused ? 'The access key was refused' : 'The deployment refused'}>
                <Failure message={refusalMessage(me.error)} />
                <Button look="primary" onClick={onChangeKey}>
                  {refused ? 'Use another key' : 'Change the connection'}
                </Button>
              </EmptyState>
            ) : me.status === 'pending' ? (
              <EmptyState title={`Connecting to ${deployment.url}…`}>
                <p>Reconnects automatically.</p>
              </EmptyState>
            ) : mismatch !== null ? (
              <EmptyState title="The panel and this deployment do not match">
                <Failure message={mismatch} />
              </EmptyState>
            ) : (
              <PinnedEventProvider>
                <Views
                  deployment={deployment}
                  me={me.data}
                  view={view}
                  setView={setView}
                  onLink={onLink}
                />
              </PinnedEventProvider>
            )}
          </main>
        </div>
      </PanelStateProvider>
    </SlotProvider>
  );
}
