import { useMemo } from 'react';
import { isImported } from '../data/imported.ts';
import { isDelivery } from '../event/item.ts';
import { usePanel } from '../panel/panel.tsx';
import { TransferMenu } from '../transfer/TransferMenu.tsx';
import { Button } from '../ui/control/Button.tsx';
import { IDS_AT_MOST } from './filter/selection.ts';
import { useTimelineCommands, useTimelineState } from './state/timeline.ts';

/** Actions on all selected rows. */
export function SelectionBar() {
  const panel = usePanel();
  const { selection } = useTimelineState();
  const { clearSelection } = useTimelineCommands();
  const rows = useMemo(() => [...selection.values()].filter(isDelivery), [selection]);
  const sendable = useMemo(() => rows.filter(({ _id }) => !isImported(_id)), [rows]);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-hairline bg-surface px-2 py-0.5">
      <span>{selection.size.toLocaleString('en')} selected</span>
      {panel.role === 'redispatcher' && sendable.length > 0 && (
        <Button
          disabled={sendable.length > IDS_AT_MOST}
          hint={
            sendable.length > IDS_AT_MOST
              ? `At most ${IDS_AT_MOST.toLocaleString('en')} selected events; for more, use a filter`
              : undefined
          }
          onClick={() => panel.openBatch({ ids: sendable.map(({ _id }) => _id) })}
        >
          Re-dispatch {sendable.length.toLocaleString('en')}…
        </Button>
      )}
      {selection.size === 2 && rows.length === 2 && (
        <Button
          hint="Show the difference between the two payloads"
          onClick={() => panel.compare(rows[0]!, rows[1]!)}
        >
          Compare
        </Button>
      )}
      {rows.length > 0 && <TransferMenu rows={rows} />}
      <Button look="quiet" onClick={clearSelection}>
        Clear selection
      </Button>
    </div>
  );
}
