import { ContextMenu as Radix } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { MenuPartsProvider } from './MenuItem.tsx';
import { menuLook } from './menuLook.ts';
import { overlayContainer } from '../layout/overlayContainer.ts';

/**
 * A menu that a right click, a long touch or the menu key opens on `children`, which must be one
 * element.
 */
export function ContextMenu({
  menu,
  children,
}: {
  /** Returns the `MenuItem`s. Called when the menu opens. */
  menu: () => ReactNode;
  children: ReactNode;
}) {
  // Determined on opening, as in Menu.
  const [container, setContainer] = useState<HTMLElement | null>(null);
  return (
    <Radix.Root
      modal={false}
      onOpenChange={(open) => setContainer(open ? overlayContainer() : null)}
    >
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      {container !== null && (
        <Radix.Portal container={container}>
          <Radix.Content
            // DevTools would open its Console drawer with the same key.
            onEscapeKeyDown={(event) => event.stopPropagation()}
            collisionPadding={4}
            className={`max-h-(--radix-context-menu-content-available-height) ${menuLook}`}
          >
            <MenuPartsProvider value={Radix}>{menu()}</MenuPartsProvider>
          </Radix.Content>
        </Radix.Portal>
      )}
    </Radix.Root>
  );
}
