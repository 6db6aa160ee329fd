import { useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { TimelineItem } from '../../event/item.ts';
import type { TimelineList } from '../rows/timelineList.ts';
import { columns, features } from './columns.tsx';
import type { TimelineColumns } from './useColumnSettings.ts';

/** The table of the rows from `first` to `last`, which are those in view. */
export function useRowTable(
  list: TimelineList,
  first: number,
  last: number,
  shown: TimelineColumns,
) {
  const drawn = useMemo(() => {
    const items: TimelineItem[] = [];
    for (let index = first; index <= last; index++) items.push(list.at(index)!);
    return items;
  }, [list, first, last]);
  // The table keeps earlier options: a function from here would keep an earlier list in memory.
  const table = useTable({
    features,
    columns,
    data: drawn,
    getRowId: idOf,
    columnResizeMode: 'onChange',
    state: {
      columnOrder: shown.order,
      columnSizing: shown.sizes,
      columnVisibility: shown.visible,
    },
    onColumnSizingChange: shown.setSizes,
  });
  return { drawn, table };
}

function idOf(item: TimelineItem): string {
  return item._id;
}
