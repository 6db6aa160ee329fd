import { useMemo } from 'react';
import { columnsItem, type ColumnSettings } from '../app/settings.ts';
import { useStored } from '../app/useStored.ts';
import { columnIds } from './columns.tsx';

/** The widths, in pixels, below which a column is left out until it is asked for. */
const roomNeeded: Record<string, number> = {
  latency: 620,
  source: 720,
  attempt: 540,
  changed: 460,
};

const defaults: ColumnSettings = { order: [], sizes: {}, hidden: {} };

export interface TimelineColumns {
  /** Every column's id, from the left. */
  order: string[];
  sizes: Record<string, number>;
  visible: Record<string, boolean>;
  setSizes(sizes: Record<string, number>): void;
  setVisible(id: string, visible: boolean): void;
  /** Puts a column in the place of another. */
  move(id: string, onto: string): void;
  reset(): void;
}

/** Which columns are shown, where and how wide; kept. `width`: of the timeline, in pixels. */
export function useColumnSettings(width: number): TimelineColumns {
  const [stored = defaults, store] = useStored(columnsItem);
  return useMemo(() => {
    const order = [
      ...new Set([...stored.order.filter((id) => columnIds.includes(id)), ...columnIds]),
    ];
    const isVisible = (id: string) => !(stored.hidden[id] ?? width < (roomNeeded[id] ?? 0));
    return {
      order,
      sizes: stored.sizes,
      visible: Object.fromEntries(order.map((id) => [id, isVisible(id)])),
      setSizes: (sizes) => store((current) => ({ ...current, sizes })),
      setVisible: (id, visible) =>
        store((current) => ({ ...current, hidden: { ...current.hidden, [id]: !visible } })),
      move: (id, onto) => {
        if (id === onto) return;
        const step = order.indexOf(id) < order.indexOf(onto) ? 1 : 0;
        const moved = order.filter((other) => other !== id);
        moved.splice(moved.indexOf(onto) + step, 0, id);
        store((current) => ({ ...current, order: moved }));
      },
      reset: () => store(defaults),
    };
  }, [stored, store, width]);
}
