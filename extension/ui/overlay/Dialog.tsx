import { Dialog as Radix } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { Button } from '../control/Button.tsx';
import { listPlace } from '../keyboard/focusPlace.ts';
import { VisibleText } from '../text/VisibleText.tsx';

/** A modal dialog with a title bar; Escape and the close button call `onClose`. */
export function Dialog({
  title,
  onClose,
  wide = false,
  children,
}: {
  title: string;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}) {
  // Radix returns the focus only to its own trigger, and these dialogs have none.
  const [opener] = useState(openerOfDialog);
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-20 bg-bg/70" />
        <Radix.Content
          aria-describedby={undefined}
          data-modal
          onEscapeKeyDown={(event) => {
            // Escape in an editor's search closes only the search.
            if ((event.target as Element).closest('.cm-panels')) event.preventDefault();
            // DevTools would open its Console drawer with the same key.
            else event.stopPropagation();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const isThere = opener !== null && opener.isConnected;
            (isThere ? opener : listPlace).focus();
          }}
          className={`fixed top-1/2 left-1/2 z-20 flex max-h-[calc(100%-16px)] w-[calc(100%-16px)] -translate-1/2 flex-col rounded-sm border border-hairline bg-bg ${wide ? 'max-w-4xl' : 'max-w-lg'}`}
        >
          <div className="flex h-8 shrink-0 items-center border-b border-hairline bg-surface pr-1 pl-3">
            <Radix.Title className="flex-1 truncate font-semibold">
              <VisibleText text={title} />
            </Radix.Title>
            <Radix.Close asChild>
              <Button look="quiet" aria-label="Close" hint="Close (Escape)">
                ✕
              </Button>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-auto p-3">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The focused element or, for an item of a closing menu, the button that opened the menu. */
function openerOfDialog(): HTMLElement | null {
  const focused = document.activeElement as HTMLElement | null;
  const trigger = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return trigger ? document.getElementById(trigger) : focused;
}
