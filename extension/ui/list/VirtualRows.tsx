import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useId,
  useRef,
  useState,
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { placeAfterKey } from '../keyboard/listKeys.ts';
import { useKeysInTurn } from '../keyboard/useKeysInTurn.ts';

const ROW_HEIGHT = 20;

interface RowSource<Row> {
  count: number;
  /** Changes whenever the rows do. */
  version: unknown;
  /** The rows from `from` up to, not including, `to`. */
  load: (from: number, to: number) => Promise<Row[]>;
}

/**
 * A long list whose rows are fetched as they come into view. The arrow keys move the active row.
 */
export function VirtualRows<Row>({
  label,
  role,
  fit = false,
  source: { count, version, load },
  active,
  onActive,
  keys = {},
  rowProps,
  children,
}: {
  label: string;
  role: 'tree' | 'list';
  /** Rows are as wide as the list and cut their text, instead of scrolling sideways. */
  fit?: boolean;
  source: RowSource<Row>;
  active: number;
  onActive: (index: number) => void;
  /** Actions of other keys on the active row. The next key waits until an action is done. */
  keys?: Record<string, (row: Row) => unknown>;
  rowProps?: (row: Row, index: number) => HTMLAttributes<HTMLDivElement>;
  children: (row: Row, index: number) => ReactNode;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [loaded, setLoaded] = useState<{ version: unknown; from: number; rows: Row[] }>({
    version: null,
    from: 0,
    rows: [],
  });
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const isDrawn = items.some(({ index }) => index === active && index - loaded.from in loaded.rows);
  const from = items[0]?.index ?? 0;
  const to = (items.at(-1)?.index ?? -1) + 1;

  useEffect(() => {
    let current = true;
    load(from, to).then(
      (rows) => current && setLoaded({ version, from, rows }),
      // The worker was terminated, so this list is closing.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [load, version, from, to]);

  useEffect(() => {
    if (active < count) virtualizer.scrollToIndex(active);
  }, [virtualizer, active, count]);

  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
  const activeRow = loaded.rows[active - loaded.from];

  const targetOf = (key: string) => placeAfterKey(key, active, count, page);

  function isReady(key: string): boolean {
    if (loaded.version !== version) return false;
    return targetOf(key) !== null || activeRow !== undefined || active >= count;
  }

  function act(key: string): unknown {
    const target = targetOf(key);
    if (target !== null) onActive(target);
    else if (activeRow !== undefined) return keys[key]?.(activeRow);
    return undefined;
  }

  const takeKey = useKeysInTurn(isReady, act);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = targetOf(event.key) !== null;
    if (!moves && !(event.key in keys)) return;
    // Otherwise the key would wait for a row that was scrolled away and is not loaded.
    if (!moves && active < count) virtualizer.scrollToIndex(active);
    takeKey(event.key);
    event.preventDefault();
    event.stopPropagation();
  }

  const width = fit ? 'w-full' : 'w-max min-w-full';
  return (
    <div
      ref={scroller}
      role={role}
      aria-label={label}
      aria-activedescendant={isDrawn ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-auto font-mono text-[11px] leading-5"
    >
      <div
        role="presentation"
        className={`relative ${width}`}
        style={{ height: virtualizer.getTotalSize() }}
      >
        <div
          role="presentation"
          className={width}
          style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
        >
          {items.map(({ index }) => {
            const row = loaded.rows[index - loaded.from];
            if (row === undefined) return <div key={index} style={{ height: ROW_HEIGHT }} />;
            return (
              <div
                key={index}
                id={`${id}-${index}`}
                role={role === 'tree' ? 'treeitem' : 'listitem'}
                onMouseDown={() => onActive(index)}
                style={{ height: ROW_HEIGHT }}
                {...rowProps?.(row, index)}
                className={`flex items-center whitespace-pre ${index === active ? 'bg-selected' : 'hover:bg-hover'}`}
              >
                {children(row, index)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
