import { DropdownMenu, type ContextMenu } from 'radix-ui';
import { createContext, useContext, type ReactNode } from 'react';

/**
 * The parts of the menu around an item: Radix has one set for a button's menu, and one for a right
 * click's.
 */
const MenuParts = createContext<typeof DropdownMenu | typeof ContextMenu>(DropdownMenu);
export const MenuPartsProvider = MenuParts.Provider;

/**
 * An item of a `Menu` or a `ContextMenu`. A disabled one stays focusable, so that `whyNot` is read
 * out.
 */
export function MenuItem({
  onSelect,
  whyNot = null,
  hint,
  children,
}: {
  onSelect: () => void;
  /** Why the item is disabled, in a few words at the right; null if it is not. */
  whyNot?: string | null;
  /** A keyboard shortcut or a short remark, at the right. */
  hint?: string;
  children: ReactNode;
}) {
  const { Item } = useContext(MenuParts);
  return (
    <Item
      className="flex h-6 cursor-default items-center gap-2 px-2 outline-none select-none aria-disabled:text-muted data-highlighted:bg-selected"
      aria-disabled={whyNot !== null || undefined}
      onSelect={whyNot === null ? onSelect : (event) => event.preventDefault()}
    >
      <span className="flex-1 truncate">{children}</span>
      {(whyNot ?? hint) && <span className="text-muted">{whyNot ?? hint}</span>}
    </Item>
  );
}

export function MenuSeparator() {
  const { Separator } = useContext(MenuParts);
  return <Separator className="my-1 border-t border-hairline" />;
}
