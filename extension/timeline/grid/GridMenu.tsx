import { useRef, type MouseEvent, type ReactNode } from 'react';
import type { TimelineItem } from '../../event/item.ts';
import { ContextMenu } from '../../ui/overlay/ContextMenu.tsx';
import { HeaderMenu } from './HeaderMenu.tsx';
import { RowMenu } from './RowMenu.tsx';
import type { TimelineColumns } from './useColumnSettings.ts';

/** The context menu of the rows and of the headers inside `children`. */
export function GridMenu({
  columns,
  drawn,
  active,
  children,
}: {
  columns: TimelineColumns;
  /** The rows that are drawn. */
  drawn: readonly TimelineItem[];
  /** The row for which the menu key opens the menu. */
  active: TimelineItem | null;
  children: ReactNode;
}) {
  const menu = useRef<ReactNode>(null);
  const onContextMenu = (event: MouseEvent) => {
    const target = event.target as Element;
    const header = target.closest<HTMLElement>('[data-column]');
    const id = target.closest('[role=row]')?.id;
    const item = drawn.find(({ _id }) => `event-${_id}` === id) ?? (id ? null : active);
    menu.current =
      header !== null ? (
        <HeaderMenu id={header.dataset.column!} columns={columns} />
      ) : (
        item && <RowMenu item={item} />
      );
    // Nothing here to act on; the browser's own menu would not help.
    if (menu.current === null) event.preventDefault();
  };
  return (
    <div className="contents" onContextMenuCapture={onContextMenu}>
      <ContextMenu menu={() => menu.current}>{children}</ContextMenu>
    </div>
  );
}
