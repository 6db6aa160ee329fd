import type { ReactNode } from 'react';
import type { Delivery } from '../../convex/shared/delivery.ts';
import { Button } from '../app/Button.tsx';
import type { InspectorSettings } from '../app/settings.ts';
import { VisibleText } from '../app/VisibleText.tsx';
import { AttemptsTab } from './AttemptsTab.tsx';
import { ChangeTab } from './change/ChangeTab.tsx';
import { DiffTab } from './diff/DiffTab.tsx';
import { HeadersTab } from './HeadersTab.tsx';
import { InspectorTabs } from './InspectorTabs.tsx';
import { Overview } from './Overview.tsx';
import { PayloadTab } from './payload/PayloadTab.tsx';
import { UserTab } from './user/UserTab.tsx';

type Tab = InspectorSettings['tab'];

/** The tabs of one delivery; which one is open is kept while others are opened. */
export function DeliveryTabs({
  delivery,
  sought,
  settings,
  onSettings,
}: {
  delivery: Delivery;
  /** What a payload search has found in it; empty for nothing. */
  sought: string;
  settings: InspectorSettings;
  onSettings: (change: Partial<InspectorSettings>) => void;
}) {
  const shown = { settings, onSettings };
  const tabs: Record<Tab, () => ReactNode> = {
    Overview: () => <Overview delivery={delivery} />,
    Change: () => <ChangeTab delivery={delivery} {...shown} />,
    Payload: () => <PayloadTab body={delivery.body} sought={sought} />,
    Diff: () => <DiffTab delivery={delivery} {...shown} />,
    Headers: () => <HeadersTab delivery={delivery} />,
    Attempts: () => <AttemptsTab delivery={delivery} />,
    User: () => <UserTab row={delivery.row} />,
  };
  return (
    <>
      {sought !== '' && settings.tab !== 'Payload' && (
        <div className="flex shrink-0 items-center gap-2 border-b border-hairline px-2 py-0.5">
          <p className="min-w-0 truncate">
            The payload contains “<VisibleText text={sought} />
            ”.
          </p>
          <Button className="h-5!" onClick={() => onSettings({ tab: 'Payload' })}>
            Show
          </Button>
        </div>
      )}
      <InspectorTabs
        label="Delivery"
        tabs={tabs}
        open={settings.tab}
        onOpen={(tab) => onSettings({ tab: tab as Tab })}
      />
    </>
  );
}
