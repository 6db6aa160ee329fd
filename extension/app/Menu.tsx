import { DropdownMenu } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { overlayContainer } from './overlayContainer.ts';

/** A menu that opens from `trigger`, which must be one button. Fill it with `MenuItem`s. */
export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  // Asked for at opening: while this is first drawn, the page's landmark may be the one before it.
  const [container, setContainer] = useState<HTMLElement | null>(null);
  return (
    <DropdownMenu.Root
      modal={false}
      onOpenChange={(open) => open && setContainer(overlayContainer())}
    >
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content
          align="start"
          // DevTools would open its Console drawer with the same key.
          onEscapeKeyDown={(event) => event.stopPropagation()}
          collisionPadding={4}
          className="z-30 max-h-(--radix-dropdown-menu-content-available-height) max-w-xs min-w-40 overflow-auto rounded-sm border border-hairline bg-bg py-1"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const item =
  'flex h-6 cursor-default items-center gap-2 px-2 outline-none select-none data-disabled:text-muted data-highlighted:bg-selected';

export function MenuItem({
  onSelect,
  disabled,
  hint,
  children,
}: {
  onSelect: () => void;
  disabled?: boolean;
  /** A keyboard shortcut or a short remark, at the right. */
  hint?: string;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item className={item} disabled={disabled} onSelect={onSelect}>
      <span className="flex-1 truncate">{children}</span>
      {hint && <span className="text-muted">{hint}</span>}
    </DropdownMenu.Item>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 border-t border-hairline" />;
}
