import type { Delivery } from '../../../convex/shared/delivery.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import type { InspectorSettings } from '../../app/settings.ts';
import { LayoutButtons } from '../LayoutButtons.tsx';
import { Toolbar } from '../Toolbar.tsx';
import { ChangeTable } from './ChangeTable.tsx';
import { fieldChanges } from './fieldChanges.ts';
import { withoutValues } from './withoutValues.ts';

/** What one delivery did to its users row. */
export function ChangeTab({
  delivery: { row, before, after },
  settings,
  onSettings,
}: {
  delivery: Delivery;
  settings: InspectorSettings;
  onSettings: (change: Partial<InspectorSettings>) => void;
}) {
  if (before === null && after === null) {
    return (
      <EmptyState
        title={row.changed.length > 0 ? 'The change is no longer kept' : 'No users row was touched'}
      >
        <p>{row.reason ?? withoutValues(row)}</p>
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full flex-col">
      <Toolbar>
        <LayoutButtons layout={settings.layout} onChange={(layout) => onSettings({ layout })} />
      </Toolbar>
      <div
        className="min-h-0 flex-1 overflow-auto"
        tabIndex={0}
        role="region"
        aria-label="Users row"
      >
        <ChangeTable changes={fieldChanges(before, after, row.changed)} layout={settings.layout} />
      </div>
    </div>
  );
}
