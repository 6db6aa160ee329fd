import { DropdownMenu } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { menuLook } from './menuLook.ts';
import { overlayContainer } from '../layout/overlayContainer.ts';

/** A menu that opens from `trigger`, which must be one button. Fill it with `MenuItem`s. */
export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  // Determined on opening: on the first render, the document may still have the previous landmark.
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
          className={`max-h-(--radix-dropdown-menu-content-available-height) ${menuLook}`}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** A line of text in a menu that cannot be selected. */
export function MenuNote({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 py-1 text-muted wrap-anywhere">
      {children}
    </DropdownMenu.Label>
  );
}
