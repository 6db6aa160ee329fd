import { FlexRender, type Row } from '@tanstack/react-table';
import { memo } from 'react';
import type { TimelineItem } from '../../event/item.ts';
import { cellStyle } from './cellStyle.ts';
import type { features } from './columns.tsx';
import type { TimelineColumns } from './useColumnSettings.ts';

/**
 * A row's cells, rendered once for an item: scrolling and new deliveries move the row but do not
 * change its cells. Each cell subscribes to whatever else it shows.
 */
export const RowCells = memo(
  function RowCells({
    row,
  }: {
    row: Row<typeof features, TimelineItem>;
    columns: TimelineColumns;
  }) {
    return row.getVisibleCells().map((cell) => (
      <div key={cell.id} role="gridcell" style={cellStyle(cell.column)} className="truncate px-2">
        <FlexRender cell={cell} />
      </div>
    ));
  },
  (before, after) => before.row.original === after.row.original && before.columns === after.columns,
);
