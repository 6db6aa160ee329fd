import { useRedispatch } from '../../redispatch/send/useRedispatch.ts';
import { isDelivery, type TimelineItem } from '../../event/item.ts';
import { usePanel } from '../../panel/panel.tsx';
import { MenuItem, MenuSeparator } from '../../ui/overlay/MenuItem.tsx';
import { visibleString } from '../../ui/text/invisibleCharacters.ts';
import { formatFilter, type FilterField } from '../filter/filter.ts';
import { useTimelineCommands, useTimelineState } from '../state/timeline.ts';
import { useFolding } from './useFolding.ts';

/** Actions on the row that was right-clicked. */
export function RowMenu({ item }: { item: TimelineItem }) {
  const { written, selection } = useTimelineState();
  const { activate, toggleSelected, setFilter } = useTimelineCommands();
  const { role } = usePanel();
  const { send } = useRedispatch();
  const { foldingOf, toggle } = useFolding();
  const folding = foldingOf(item);
  const row = isDelivery(item) ? item : null;

  const also = (field: FilterField, value: string, negated = false) =>
    setFilter(formatFilter([...written, { field, value, negated }]));
  const user = row?.clerk_user_id;
  return (
    <>
      <MenuItem hint="Enter" onSelect={() => activate(item)}>
        Open
      </MenuItem>
      <MenuItem hint="Space" onSelect={() => toggleSelected([item])}>
        {selection.has(item._id) ? 'Deselect' : 'Select'}
      </MenuItem>
      {folding !== null && (
        <MenuItem hint={folding.isUnfolded ? '←' : '→'} onSelect={() => toggle(item)}>
          {folding.isUnfolded ? 'Fold' : 'Unfold'} {folding.count} rows of this event
        </MenuItem>
      )}
      {row !== null && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => also('type', row.event_type)}>
            Show only {visibleString(row.event_type)}
          </MenuItem>
          <MenuItem onSelect={() => also('type', row.event_type, true)}>
            Hide {visibleString(row.event_type)}
          </MenuItem>
          {user !== undefined && (
            <MenuItem onSelect={() => also('user', user)}>Show only this user</MenuItem>
          )}
          <MenuSeparator />
          <MenuItem onSelect={() => void navigator.clipboard.writeText(row.svix_id)}>
            Copy svix-id
          </MenuItem>
          {role === 'redispatcher' && (
            <MenuItem hint="r" onSelect={() => send({ row })}>
              Re-dispatch this {visibleString(row.event_type)}
            </MenuItem>
          )}
        </>
      )}
    </>
  );
}
