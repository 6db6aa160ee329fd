import { Button } from '../app/Button.tsx';
import { usePanel } from '../app/panel.tsx';
import { TransferMenu } from '../transfer/TransferMenu.tsx';
import { isDelivery, type TimelineItem } from './item.ts';

/** What can be done with the picked rows together. */
export function PickedBar({ picked, onForget }: { picked: TimelineItem[]; onForget: () => void }) {
  const panel = usePanel();
  const rows = picked.filter(isDelivery);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-hairline bg-surface px-2 py-0.5">
      <span>{picked.length} picked</span>
      {panel.role === 'redispatcher' && rows.length > 0 && (
        <Button onClick={() => panel.openBatch({ ids: rows.map(({ _id }) => _id) })}>
          Re-dispatch {rows.length}…
        </Button>
      )}
      {rows.length > 0 && <TransferMenu rows={rows} />}
      <Button look="quiet" onClick={onForget}>
        Unpick all
      </Button>
    </div>
  );
}
