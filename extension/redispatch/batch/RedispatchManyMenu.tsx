import { serverNow } from '../../data/connection/serverClock.ts';
import { Button } from '../../ui/control/Button.tsx';
import { Menu } from '../../ui/overlay/Menu.tsx';
import { MenuItem } from '../../ui/overlay/MenuItem.tsx';
import { usePanel, type BatchStart } from '../../panel/panel.tsx';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Starts a batch: of everything that the filter shows, or of all failures since a time. */
export function RedispatchManyMenu({
  ofFilter,
  whyNot,
}: {
  /** The selection of the filter. */
  ofFilter: () => BatchStart;
  /** Why what is shown cannot be re-dispatched; null if it can. */
  whyNot: string | null;
}) {
  const { openBatch } = usePanel();
  return (
    <Menu
      trigger={
        <Button look="quiet" className="h-5!" aria-label="Bulk re-dispatch">
          Bulk re-dispatch ▾
        </Button>
      }
    >
      <MenuItem whyNot={whyNot} onSelect={() => openBatch(ofFilter())}>
        Re-dispatch everything shown…
      </MenuItem>
      <MenuItem
        onSelect={() => openBatch({ where: { outcome: 'failed' }, since: serverNow() - DAY_MS })}
      >
        Re-dispatch failed since…
      </MenuItem>
    </Menu>
  );
}
