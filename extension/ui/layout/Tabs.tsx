import { Tabs } from 'radix-ui';
import type { ReactNode, Ref } from 'react';

/**
 * The inspector's tabs by name; only the open one is rendered. In a low inspector, the tabs keep a
 * readable height, and the header above them scrolls away.
 */
export function InspectorTabs({
  label,
  tabs,
  open,
  openRef,
  onOpen,
}: {
  label: string;
  tabs: Record<string, () => ReactNode>;
  open: string;
  /** Of the open tab. */
  openRef?: Ref<HTMLButtonElement>;
  onOpen?: (tab: string) => void;
}) {
  return (
    <Tabs.Root
      value={open}
      onValueChange={onOpen}
      className="@container flex min-h-72 flex-1 flex-col"
    >
      <Tabs.List
        aria-label={label}
        className="flex shrink-0 overflow-x-auto border-b border-hairline bg-surface"
      >
        {Object.keys(tabs).map((tab) => (
          <Tabs.Trigger
            key={tab}
            value={tab}
            ref={tab === open ? openRef : undefined}
            className="h-6 shrink-0 border-b-2 border-transparent px-1 text-muted hover:bg-hover data-[state=active]:border-accent data-[state=active]:text-text @min-[460px]:px-2"
          >
            {tab}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {Object.entries(tabs).map(([tab, content]) => (
        <Tabs.Content key={tab} value={tab} tabIndex={-1} className="min-h-0 flex-1">
          {tab === open && content()}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
