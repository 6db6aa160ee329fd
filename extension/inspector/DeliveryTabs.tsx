import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import type { Delivery } from '../../convex/shared/delivery.ts';
import type { InspectorSettings } from '../app/settings.ts';
import { AttemptsTab } from './AttemptsTab.tsx';
import { ChangeTab } from './change/ChangeTab.tsx';
import { DiffTab } from './diff/DiffTab.tsx';
import { HeadersTab } from './HeadersTab.tsx';
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
    <Tabs.Root
      value={settings.tab}
      onValueChange={(tab) => onSettings({ tab: tab as Tab })}
      className="@container flex min-h-0 flex-1 flex-col"
    >
      <Tabs.List
        aria-label="Delivery"
        className="flex shrink-0 overflow-x-auto border-b border-hairline bg-surface"
      >
        {Object.keys(tabs).map((tab) => (
          <Tabs.Trigger
            key={tab}
            value={tab}
            className="h-6 shrink-0 border-b-2 border-transparent px-1 text-muted hover:bg-hover data-[state=active]:border-accent data-[state=active]:text-text @min-[460px]:px-2"
          >
            {tab}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {Object.entries(tabs).map(([tab, content]) => (
        <Tabs.Content key={tab} value={tab} tabIndex={-1} className="min-h-0 flex-1">
          {tab === settings.tab && content()}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
