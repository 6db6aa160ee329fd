import type { Row } from '@tanstack/react-table';
import { useState, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { RedispatchButton } from '../redispatch/RedispatchButton.tsx';
import { cellStyle } from './cellStyle.ts';
import type { features } from './columns.tsx';
import { isDelivery, type TimelineItem } from './item.ts';

/** One row, with Re-dispatch at its end while it is active or pointed at. */
export function EventRow({
  row,
  index,
  style,
  active,
  checked,
  related,
  fresh,
  actions,
  render,
  onPick,
}: {
  row: Row<typeof features, TimelineItem>;
  index: number;
  style: CSSProperties;
  active: boolean;
  checked: boolean;
  related: boolean;
  fresh: boolean;
  actions: boolean;
  render: (cell: ReturnType<typeof row.getVisibleCells>[number]) => ReactNode;
  onPick: (index: number, event: MouseEvent) => void;
}) {
  const [hovered, setHovered] = useState(false);
  const item = row.original;
  return (
    <div
      role="row"
      id={`event-${item._id}`}
      aria-rowindex={index + 2}
      aria-selected={active || checked}
      style={style}
      onClick={(event) => onPick(index, event)}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
      className={`absolute top-0 left-0 flex h-6 w-full items-center [contain:strict] border-b border-hairline ${rowLook(active, checked)} ${fresh ? 'arriving' : ''}`}
    >
      {row.getVisibleCells().map((cell) => (
        <div
          key={cell.id}
          role="gridcell"
          style={cellStyle(cell.column)}
          className="truncate px-2 first:pl-3"
        >
          {render(cell)}
        </div>
      ))}
      <div
        role="gridcell"
        className="sticky right-0 flex w-8 shrink-0 items-center justify-center self-stretch bg-inherit"
      >
        {actions && (active || hovered) && isDelivery(item) && (
          <span onClick={(event) => event.stopPropagation()}>
            <RedispatchButton row={item} compact />
          </span>
        )}
      </div>
      <span
        aria-hidden
        className={`absolute inset-y-0 left-0 w-0.5 ${related ? 'bg-accent' : ''}`}
        title={related ? 'Belongs to the selected event' : undefined}
      />
    </div>
  );
}

function rowLook(active: boolean, checked: boolean): string {
  if (active) return 'bg-selected';
  return checked ? 'bg-picked' : 'bg-bg hover:bg-hover';
}

/** Whether two rows belong together: attempts of one delivery, a re-dispatch and its original. */
export function areRelated(row: TimelineItem, other: AuditRow | undefined): boolean {
  if (other === undefined || !isDelivery(row) || row._id === other._id) return false;
  return (
    row.svix_id === other.svix_id ||
    row.redispatch?.of === other._id ||
    other.redispatch?.of === row._id ||
    (row.redispatch !== undefined && row.redispatch.of === other.redispatch?.of)
  );
}
