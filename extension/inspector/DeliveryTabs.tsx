import type { ReactNode } from 'react';
import type { Delivery } from '../../convex/shared/delivery.ts';
import type { InspectorSettings } from '../app/settings.ts';
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
  settings,
  onSettings,
}: {
  delivery: Delivery;
  settings: InspectorSettings;
  onSettings: (change: Partial<InspectorSettings>) => void;
}) {
  const shown = { settings, onSettings };
  const tabs: Record<Tab, () => ReactNode> = {
    Overview: () => <Overview delivery={delivery} />,
    Change: () => <ChangeTab delivery={delivery} {...shown} />,
    Payload: () => <PayloadTab body={delivery.body} />,
    Diff: () => <DiffTab delivery={delivery} {...shown} />,
    Headers: () => <HeadersTab delivery={delivery} />,
    Attempts: () => <AttemptsTab delivery={delivery} />,
    User: () => <UserTab row={delivery.row} />,
  };
  return (
    <InspectorTabs
      label="Delivery"
      tabs={tabs}
      open={settings.tab}
      onOpen={(tab) => onSettings({ tab: tab as Tab })}
    />
  );
}
