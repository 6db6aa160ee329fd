import type { ColumnSizingState, Updater } from '@tanstack/react-table';
import { useMemo } from 'react';
import { columnsItem, type ColumnSettings } from '../../panel/settings.ts';
import { useStored } from '../../panel/useStored.ts';
import { ACTIONS_WIDTH, LEAD_WIDTH, columnIds, columnSizes } from './columns.tsx';

/** A narrow panel shows as many of these, in this order, as fit, unless the user chose others. */
const byImportance = ['time', 'type', 'user', 'outcome', 'changed', 'attempt', 'latency', 'source'];
const ALWAYS = 4;

/**
 * Widths with which the first five columns, or four, fit beside a scrollbar. In the narrowest panel
 * the outcome is only a glyph.
 */
const narrowSizes: { below: number; sizes: Record<string, number> }[] = [
  { below: 470, sizes: { time: 74, type: 82, user: 92, outcome: 32 } },
  { below: 580, sizes: { time: 74, type: 82, user: 92, outcome: 78, changed: 96 } },
  { below: 640, sizes: { time: 74, type: 96, user: 110, outcome: 100, changed: 112 } },
  { below: 780, sizes: { user: 120, outcome: 110, changed: 124 } },
];

const defaults: ColumnSettings = { order: [], sizes: {}, hidden: {} };

export interface TimelineColumns {
  /** Every column's id, from the left. */
  order: string[];
  sizes: Record<string, number>;
  visible: Record<string, boolean>;
  setSizes: (sizes: Updater<ColumnSizingState>) => void;
  setVisible: (id: string, visible: boolean) => void;
  /** Puts a column in the place of another. */
  move: (id: string, onto: string) => void;
  reset: () => void;
}

/**
 * Which columns are shown, in which order and how wide. Stored in the settings. `width`: the
 * timeline's, in pixels.
 */
export function useColumnSettings(width: number): TimelineColumns {
  const [stored = defaults, store] = useStored(columnsItem, { follow: true });
  return useMemo(() => {
    const order = [
      ...new Set([...stored.order.filter((id) => columnIds.includes(id)), ...columnIds]),
    ];
    const sizes = { ...narrowSizes.find(({ below }) => width < below)?.sizes, ...stored.sizes };
    const fitting = columnsThatFit(width, sizes);
    const isVisible = (id: string) => !(stored.hidden[id] ?? !fitting.has(id));
    return {
      order,
      sizes,
      visible: Object.fromEntries(order.map((id) => [id, isVisible(id)])),
      setSizes: (change) => {
        const next = typeof change === 'function' ? change(sizes) : change;
        // Do not store a narrow panel's default widths until the user changes them.
        const isOwn = ([id, size]: [string, number]) => id in stored.sizes || size !== sizes[id];
        const own = Object.fromEntries(Object.entries(next).filter(isOwn));
        store((current) => ({ ...current, sizes: own }));
      },
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

function columnsThatFit(width: number, sizes: Record<string, number>): Set<string> {
  let room = width - LEAD_WIDTH - ACTIONS_WIDTH;
  const fitting = byImportance.filter((id, index) => {
    room -= sizes[id] ?? columnSizes[id]!;
    return index < ALWAYS || room >= 0;
  });
  return new Set(fitting);
}
