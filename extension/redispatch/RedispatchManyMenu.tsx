import { Button } from '../app/Button.tsx';
import { Menu, MenuItem } from '../app/Menu.tsx';
import { usePanel, type BatchStart } from '../app/panel.tsx';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Where a re-dispatch of many starts: the filter in force, or all that failed since some time. */
export function RedispatchManyMenu({
  ofFilter,
}: {
  /** What the filter in force selects; null without a filter. */
  ofFilter: (() => BatchStart) | null;
}) {
  const { openBatch } = usePanel();
  return (
    <Menu
      trigger={
        <Button look="quiet" className="h-5!" aria-label="Re-dispatch many">
          Re-dispatch many ▾
        </Button>
      }
    >
      <MenuItem disabled={ofFilter === null} onSelect={() => ofFilter && openBatch(ofFilter())}>
        All that match the filter…
      </MenuItem>
      <MenuItem
        onSelect={() => openBatch({ where: { outcome: 'failed' }, since: Date.now() - DAY_MS })}
      >
        All failed since…
      </MenuItem>
    </Menu>
  );
}
