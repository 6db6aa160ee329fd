import { useCallback, useState } from 'react';
import type { Me } from '../../webhooks/shared/operator.ts';
import { CONTRACT } from '../../webhooks/shared/operator.ts';
import { ImportedProvider } from '../data/imported.ts';
import { NoDeployment } from '../data/connection/NoDeployment.tsx';
import { PinnedEventProvider } from '../inspector/diff/pinned.tsx';
import { focusEvents } from '../panel/focus.ts';
import { PanelProvider } from '../panel/panel.tsx';
import { initialView, type Deployment, type ViewState } from '../panel/settings.ts';
import { RedispatchProvider } from '../redispatch/RedispatchProvider.tsx';
import { useTimelineSession } from '../timeline/state/useTimelineSession.ts';
import { ImportBar } from '../transfer/ImportBar.tsx';
import type { ImportedFile } from '../transfer/importedFile.ts';
import { Fill, Slot, SlotProvider } from '../ui/layout/Slot.tsx';
import { useShortcuts } from '../ui/keyboard/useShortcuts.ts';
import { PanelStateProvider, usePanelState } from './state/panelState.tsx';
import { TimelinePane } from './TimelinePane.tsx';
import { usePanelOf } from './usePanelOf.ts';
import { ViewControls } from './ViewControls.tsx';
import { ViewDialogs } from './ViewDialogs.tsx';

/** An imported file without a connected deployment. */
export function FileWorkspace({ file, onClose }: { file: ImportedFile; onClose: () => void }) {
  return (
    <NoDeployment>
      <SlotProvider>
        <PanelStateProvider>
          <PinnedEventProvider>
            <div className="flex h-full flex-col">
              <header className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 border-b border-hairline bg-surface px-2 py-1">
                <h1 className="sr-only">Webhook DevTools</h1>
                <Slot name="controls" />
              </header>
              <main className="flex min-h-0 flex-1 flex-col">
                <ImportBar file={file} isAlone onClose={onClose} />
                <div className="min-h-0 flex-1">
                  <FileView file={file} />
                </div>
              </main>
            </div>
          </PinnedEventProvider>
        </PanelStateProvider>
      </SlotProvider>
    </NoDeployment>
  );
}

const NO_DEPLOYMENT: Deployment = { id: '', name: 'no deployment', url: '', accessKey: '' };
/** Anyone who has a file may see all of it. */
const NOBODY: Me = {
  name: '',
  role: 'redispatcher',
  contract: CONTRACT,
  webhookUrls: [],
  routes: [],
  now: 0,
};

const nothing = () => {};

function FileView({ file }: { file: ImportedFile }) {
  const { setDialog } = usePanelState();
  const session = useTimelineSession();
  const [view, setView] = useState<ViewState>(initialView);
  const change = useCallback(
    (part: Partial<ViewState>) => setView((current) => ({ ...current, ...part })),
    [],
  );
  const panel = usePanelOf(NO_DEPLOYMENT, NOBODY, change, nothing, nothing);
  const close = () => {
    change({ selected: null });
    focusEvents();
  };
  const showShortcuts = () => setDialog({ kind: 'shortcuts' });
  useShortcuts({ '?': showShortcuts, ...(view.selected !== null && { Escape: close }) });
  return (
    <PanelProvider value={panel}>
      <ImportedProvider value={file}>
        <RedispatchProvider opened={view.selected?.id ?? null}>
          <Fill slot="controls">
            <ViewControls
              shown="timeline"
              hasUsers={false}
              onShow={() => {}}
              onShortcuts={showShortcuts}
            >
              {null}
            </ViewControls>
          </Fill>
          <TimelinePane
            feed={file.feed}
            file={file}
            view={view}
            onView={change}
            paused={null}
            onPause={nothing}
            onEarlier={nothing}
            session={session}
            onCloseInspector={close}
          />
          <ViewDialogs />
        </RedispatchProvider>
      </ImportedProvider>
    </PanelProvider>
  );
}
