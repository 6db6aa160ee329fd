import { useEffect, type ReactNode } from 'react';
import type { OpenedDelivery } from '../data/openedDelivery.ts';
import { Button } from '../ui/control/Button.tsx';
import { inspectorPlace } from '../panel/focus.ts';
import type { InspectorSettings } from '../panel/settings.ts';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { AttemptsTab } from './AttemptsTab.tsx';
import { ChangeTab } from './ChangeTab.tsx';
import { DiffTab } from './diff/DiffTab.tsx';
import { usePinnedEvent } from './diff/pinned.tsx';
import { useInspected } from './state/inspected.tsx';
import { HeadersTab } from './HeadersTab.tsx';
import { InspectorTabs } from '../ui/layout/Tabs.tsx';
import { Overview } from './overview/Overview.tsx';
import { PayloadTab } from './payload/PayloadTab.tsx';
import { UserTab } from './UserTab.tsx';

type Tab = InspectorSettings['tab'];

/** The tabs of one delivery. The open tab stays open when another delivery is opened. */
export function DeliveryTabs({ delivery }: { delivery: OpenedDelivery }) {
  const { sought, setFind, settings, setSettings } = useInspected();
  const { opening, asked, onOpened } = usePinnedEvent();
  const toOpen = opening === delivery.row._id;
  useEffect(() => {
    if (!toOpen) return;
    setSettings({ tab: 'Diff' });
    onOpened();
  }, [toOpen, setSettings, onOpened]);

  const tabs: Record<Tab, () => ReactNode> = {
    Overview: () => <Overview delivery={delivery} />,
    Change: () => <ChangeTab delivery={delivery} />,
    Payload: () => <PayloadTab body={delivery.body} />,
    Diff: () => <DiffTab key={asked} delivery={delivery} />,
    Headers: () => <HeadersTab delivery={delivery} />,
    Attempts: () => <AttemptsTab delivery={delivery} />,
    User: () => <UserTab delivery={delivery} />,
  };
  return (
    <>
      {sought !== '' && settings.tab !== 'Payload' && (
        <div className="flex shrink-0 items-center gap-2 border-b border-hairline px-2 py-0.5">
          <p className="min-w-0 truncate">
            The payload contains “<VisibleText text={sought} />
            ”.
          </p>
          <Button
            className="h-5!"
            onClick={() => {
              setFind(sought);
              setSettings({ tab: 'Payload' });
            }}
          >
            Show
          </Button>
        </div>
      )}
      <InspectorTabs
        label="Delivery"
        tabs={tabs}
        open={settings.tab}
        openRef={inspectorPlace.ref}
        onOpen={(tab) => setSettings({ tab: tab as Tab })}
      />
    </>
  );
}
