import { MenuItem, MenuSeparator } from '../../ui/overlay/MenuItem.tsx';
import { columnNames } from './columns.tsx';
import type { TimelineColumns } from './useColumnSettings.ts';

/** Actions on the column whose name was right-clicked. */
export function HeaderMenu({ id, columns }: { id: string; columns: TimelineColumns }) {
  const { order, visible } = columns;
  const hidden = order.filter((one) => !visible[one]);
  return (
    <>
      <MenuItem onSelect={() => columns.setVisible(id, false)}>Hide {columnNames[id]}</MenuItem>
      {hidden.length > 0 && <MenuSeparator />}
      {hidden.map((one) => (
        <MenuItem key={one} onSelect={() => columns.setVisible(one, true)}>
          Show {columnNames[one]}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={columns.reset}>Reset columns</MenuItem>
    </>
  );
}
