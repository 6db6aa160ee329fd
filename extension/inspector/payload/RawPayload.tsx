import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { CopyButton } from '../../ui/control/CopyButton.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { Toolbar } from '../../ui/layout/Toolbar.tsx';
import { VirtualRows } from '../../ui/list/VirtualRows.tsx';
import { lineStarts } from './rawLines.ts';

/** The widest character of the 11 px monospace fonts in use. */
const CHARACTER_WIDTH = 6.7;
const PADDING = 28;

/** The exact characters received, wrapped to the available width. */
export function RawPayload({ body, modes }: { body: string; modes: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const starts = useMemo(
    () => (columns === null ? [0] : lineStarts(body, columns)),
    [body, columns],
  );
  const load = useCallback(
    (from: number, to: number) =>
      Promise.resolve(
        starts.slice(from, Math.min(to, starts.length - 1)).map((start, at) =>
          // Leave the line feed out: the row ends there anyway.
          body.slice(start, starts[from + at + 1]).replace(/\r?\n$/, ''),
        ),
      ),
    [body, starts],
  );

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const width = entry!.contentRect.width - PADDING;
      setColumns(Math.max(20, Math.floor(width / CHARACTER_WIDTH)));
    });
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);

  return (
    <div ref={frame} className="flex min-h-0 flex-1 flex-col">
      <Toolbar>
        {modes}
        <span className="flex-1" />
        <CopyButton text={() => body}>Copy all</CopyButton>
      </Toolbar>
      <VirtualRows
        label="Raw payload"
        role="list"
        source={{ count: starts.length - 1, version: starts, load }}
        active={active}
        onActive={setActive}
      >
        {(line: string) => (
          <span className="px-2">
            <VisibleText text={line} />
          </span>
        )}
      </VirtualRows>
    </div>
  );
}
