import { useMemo } from 'react';
import { Button } from '../app/Button.tsx';
import { usePanel } from '../app/panel.tsx';
import { isImported } from '../data/imported.ts';
import { TransferMenu } from '../transfer/TransferMenu.tsx';
import { IDS_AT_MOST } from './filterSelection.ts';
import { isDelivery, type TimelineItem } from './item.ts';

/** What can be done with the picked rows together. */
export function PickedBar({
  picked,
  onForget,
}: {
  picked: ReadonlyMap<string, TimelineItem>;
  onForget: () => void;
}) {
  const panel = usePanel();
  const rows = useMemo(() => [...picked.values()].filter(isDelivery), [picked]);
  const sendable = useMemo(() => rows.filter(({ _id }) => !isImported(_id)), [rows]);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-hairline bg-surface px-2 py-0.5">
      <span>{picked.size.toLocaleString('en')} picked</span>
      {panel.role === 'redispatcher' && sendable.length > 0 && (
        <Button
          disabled={sendable.length > IDS_AT_MOST}
          hint={
            sendable.length > IDS_AT_MOST
              ? `At most ${IDS_AT_MOST.toLocaleString('en')} that are picked; more by a filter`
              : undefined
          }
          onClick={() => panel.openBatch({ ids: sendable.map(({ _id }) => _id) })}
        >
          Re-dispatch {sendable.length.toLocaleString('en')}…
        </Button>
      )}
      {rows.length > 0 && <TransferMenu rows={rows} />}
      <Button look="quiet" onClick={onForget}>
        Unpick all
      </Button>
    </div>
  );
}
