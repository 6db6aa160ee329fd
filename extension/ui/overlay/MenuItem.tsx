import { DropdownMenu, type ContextMenu } from 'radix-ui';
import { createContext, useContext, type ReactNode } from 'react';

/**
 * The parts of the menu around an item: Radix has one set for a button's menu, and one for a right
 * click's.
 */
const MenuParts = createContext<typeof DropdownMenu | typeof ContextMenu>(DropdownMenu);
export const MenuPartsProvider = MenuParts.Provider;

/** An item of a `Menu` or a `ContextMenu`. */
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
  const { Item } = useContext(MenuParts);
  return (
    <Item
      className="flex h-6 cursor-default items-center gap-2 px-2 outline-none select-none data-disabled:text-muted data-highlighted:bg-selected"
      disabled={disabled}
      onSelect={onSelect}
    >
      <span className="flex-1 truncate">{children}</span>
      {hint && <span className="text-muted">{hint}</span>}
    </Item>
  );
}

export function MenuSeparator() {
  const { Separator } = useContext(MenuParts);
  return <Separator className="my-1 border-t border-hairline" />;
}
