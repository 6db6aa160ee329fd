import type { ReactTable } from '@tanstack/react-table';
import { useRef, useState } from 'react';
import { cellStyle } from './cellStyle.ts';
import { LEAD_WIDTH, type features } from './columns.tsx';
import type { TimelineItem } from '../../event/item.ts';

/** In a narrower column, in pixels, the name does not fit and is for screen readers only. */
const WORD_FITS = 48;

/** The header row: drag a name to move its column, the line beside it to resize it. */
export function ColumnHeaders({
  table,
  height,
  onMove,
}: {
  table: ReactTable<typeof features, TimelineItem>;
  /** In pixels. */
  height: number;
  onMove: (id: string, onto: string) => void;
}) {
  const [dragged, setDragged] = useState<string | null>(null);
  const isSizing = useRef(false);
  return (
    <div
      role="row"
      aria-rowindex={1}
      style={{ height }}
      className="sticky top-0 z-10 flex w-full min-w-max items-center border-b border-hairline bg-surface text-muted select-none"
    >
      <div role="columnheader" style={{ width: LEAD_WIDTH }} className="shrink-0">
        <span className="sr-only">Select and unfold</span>
      </div>
      {table.getHeaderGroups()[0]?.headers.map((header) => (
        <div
          key={header.id}
          role="columnheader"
          data-column={header.column.id}
          draggable
          style={cellStyle(header.column)}
          className={`relative truncate px-2 ${dragged !== null && dragged !== header.column.id ? 'hover:bg-selected' : ''}`}
          onMouseDown={() => {
            isSizing.current = false;
          }}
          onDragStart={(event) => {
            // The pointer may have left the edge by now; the browser would then drag the whole
            // name.
            if (isSizing.current) return event.preventDefault();
            event.dataTransfer.setData('text/plain', header.column.id);
            event.dataTransfer.effectAllowed = 'move';
            setDragged(header.column.id);
          }}
          onDragEnd={() => setDragged(null)}
          onDragOver={(event) => dragged !== null && event.preventDefault()}
          onDrop={() => dragged !== null && onMove(dragged, header.column.id)}
        >
          <span className={header.column.getSize() < WORD_FITS ? 'sr-only' : undefined}>
            <table.FlexRender header={header} />
          </span>
          <span
            aria-hidden
            onMouseDown={(event) => {
              header.getResizeHandler()(event);
              isSizing.current = true;
              event.stopPropagation();
            }}
            onTouchStart={header.getResizeHandler()}
            onDoubleClick={() => header.column.resetSize()}
            className="absolute inset-y-1 right-0 w-1.5 cursor-col-resize border-r border-hairline hover:border-accent"
          />
        </div>
      ))}
      <div role="columnheader" className="w-8 shrink-0">
        <span className="sr-only">Actions</span>
      </div>
    </div>
  );
}
