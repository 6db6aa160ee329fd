import type { ReactTable } from '@tanstack/react-table';
import { useState } from 'react';
import { cellStyle } from './cellStyle.ts';
import type { features } from './columns.tsx';
import type { TimelineItem } from './item.ts';

/** Narrower than this, in pixels, no name fits: it is left to who hears it. */
const WORD_FITS = 48;

/** The header row: drag a name to move its column, the line beside it to size it. */
export function ColumnHeaders({
  table,
  onMove,
}: {
  table: ReactTable<typeof features, TimelineItem>;
  onMove: (id: string, onto: string) => void;
}) {
  const [dragged, setDragged] = useState<string | null>(null);
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-10 flex h-6 w-full min-w-max items-center border-b border-hairline bg-surface text-muted select-none"
    >
      {table.getHeaderGroups()[0]?.headers.map((header) => (
        <div
          key={header.id}
          role="columnheader"
          draggable
          style={cellStyle(header.column)}
          className={`relative truncate px-2 first:pl-3 ${dragged !== null && dragged !== header.column.id ? 'hover:bg-selected' : ''}`}
          onDragStart={(event) => {
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
            draggable
            onDragStart={(event) => {
              event.preventDefault();
              event.stopPropagation();
            }}
            onMouseDown={header.getResizeHandler()}
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
