import type { Row } from '@tanstack/react-table';
import { useState, type MouseEvent } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { RedispatchGlyph } from '../../redispatch/RedispatchGlyph.tsx';
import type { features } from './columns.tsx';
import { LeadCell, type Folding } from './LeadCell.tsx';
import { RowCells } from './RowCells.tsx';
import { roomBelowSeparator } from './Separators.tsx';
import type { TimelineColumns } from './useColumnSettings.ts';
import { isDelivery, type TimelineItem } from '../../event/item.ts';

export interface RowMarks {
  active: boolean;
  selected: boolean;
  related: boolean;
  fresh: boolean;
  /** An open failure. */
  failing: boolean;
  /** Belongs to the unfolded line above. */
  isUnfolded: boolean;
  /** Its texts are a little lower, below the name of a day or a deploy. */
  makesRoom: boolean;
}

/** One row, with Re-dispatch at its end while it is active or the pointer was moved onto it. */
export function EventRow({
  row,
  place,
  marks,
  folding,
  actions,
  columns,
  onClick,
  onSelect,
  onUnfold,
}: {
  row: Row<typeof features, TimelineItem>;
  /**
   * The row's number in the grid, from 1 for the header, and its distance from the grid's top in
   * pixels.
   */
  place: { index: number; top: number; height: number };
  marks: RowMarks;
  folding: Folding | null;
  actions: boolean;
  columns: TimelineColumns;
  onClick: (item: TimelineItem, event: MouseEvent) => void;
  onSelect: (item: TimelineItem, event: MouseEvent) => void;
  onUnfold: (item: TimelineItem) => void;
}) {
  const [aimed, setAimed] = useState(false);
  const item = row.original;
  const { active, selected, related } = marks;
  return (
    <div
      role="row"
      id={`event-${item._id}`}
      aria-rowindex={place.index}
      aria-selected={active || selected}
      style={{
        transform: `translateY(${place.top}px)`,
        height: place.height,
        // Texts are in the middle of what is left.
        paddingTop: marks.makesRoom ? 2 * roomBelowSeparator(place.height) : undefined,
      }}
      onClick={(event) => onClick(item, event)}
      // Not pointerenter, which also fires when a row moves under a resting pointer.
      onPointerMove={() => setAimed(true)}
      onPointerDown={({ pointerType }) => pointerType !== 'mouse' && setAimed(true)}
      onPointerLeave={() => setAimed(false)}
      className={`absolute top-0 left-0 flex w-full items-center [contain:strict] border-b border-hairline ${rowLook(marks)} ${marks.fresh ? 'arriving' : ''}`}
    >
      <LeadCell
        selected={selected}
        showsBox={selected || aimed}
        folding={folding}
        onSelect={(event) => onSelect(item, event)}
        onUnfold={() => onUnfold(item)}
      />
      <RowCells row={row} columns={columns} />
      <div
        role="gridcell"
        className="sticky right-0 flex w-8 shrink-0 items-center justify-center self-stretch bg-inherit"
      >
        {actions && (active || aimed) && isDelivery(item) && (
          <span onClick={(event) => event.stopPropagation()}>
            <RedispatchGlyph row={item} aimed={aimed} />
          </span>
        )}
      </div>
      {related && (
        <span
          aria-hidden
          className="absolute inset-y-0 left-0 w-0.5 bg-accent"
          title="Belongs to the selected event"
        />
      )}
    </div>
  );
}

function rowLook({ active, selected, failing, isUnfolded }: RowMarks): string {
  if (active) return 'bg-selected';
  if (selected) return 'bg-selected-too';
  if (failing) return 'bg-[color-mix(in_srgb,var(--removed-bg)_60%,var(--bg))] hover:bg-hover';
  return isUnfolded ? 'bg-surface hover:bg-hover' : 'bg-bg hover:bg-hover';
}

/** True for two rows of one event, whether attempts or re-dispatches. */
export function areRelated(row: TimelineItem, other: AuditRow | undefined): boolean {
  if (other === undefined || !isDelivery(row) || row._id === other._id) return false;
  return row.source === other.source && row.event_id === other.event_id;
}
