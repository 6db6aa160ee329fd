import { ChevronDown, ChevronRight } from 'lucide-react';
import type { MouseEvent } from 'react';
import { LEAD_WIDTH } from './columns.tsx';

/** How many rows a line folds, and whether they are listed below it. */
export interface Folding {
  count: number;
  isUnfolded: boolean;
}

/** A row's first cell: the box that selects it, and the triangle that unfolds its event. */
export function LeadCell({
  selected,
  showsBox,
  folding,
  onSelect,
  onUnfold,
}: {
  selected: boolean;
  showsBox: boolean;
  folding: Folding | null;
  onSelect: (event: MouseEvent) => void;
  onUnfold: () => void;
}) {
  const Triangle = folding?.isUnfolded ? ChevronDown : ChevronRight;
  return (
    <div
      role="gridcell"
      style={{ width: LEAD_WIDTH }}
      className="flex shrink-0 items-center pl-0.5"
    >
      {showsBox && (
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label="Select"
          checked={selected}
          onChange={() => {}}
          // The focus stays in the list.
          onMouseDown={(event) => event.preventDefault()}
          onClick={(event) => {
            event.stopPropagation();
            onSelect(event);
          }}
          className="m-0 size-3.5 accent-accent"
        />
      )}
      {folding !== null && (
        <button
          type="button"
          tabIndex={-1}
          aria-expanded={folding.isUnfolded}
          aria-label={`${folding.count} rows of this event`}
          title={`${folding.isUnfolded ? 'Fold' : 'Unfold'} ${folding.count} rows of this event`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={(event) => {
            event.stopPropagation();
            onUnfold();
          }}
          className="ml-auto flex size-4 items-center justify-center rounded-sm hover:bg-selected"
        >
          <Triangle size={12} aria-hidden />
        </button>
      )}
    </div>
  );
}
