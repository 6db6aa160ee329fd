import { useLayoutEffect, useRef } from 'react';
import { DiffLine } from '../../event/diff/DiffLine.tsx';
import type { DiffRow } from '../../event/diff/payloadDiff.ts';
import type { EditChanges } from './editedBody.ts';

/** The changes that an edit makes to the recorded body, scrolled to the last one made. */
export function EditDiff({
  changes: { rows, more, changes },
  onToggle,
}: {
  changes: EditChanges;
  onToggle: (index: number, open: boolean) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const before = useRef<readonly DiffRow[]>([]);
  useLayoutEffect(() => {
    const line = list.current?.children[lastChange(before.current, rows)];
    before.current = rows;
    if (line instanceof HTMLElement) scrollWithin(list.current!.parentElement!, line);
  }, [rows]);
  return (
    // Eight lines and a half: the cut line says that more are below.
    <section aria-label="Edited fields" className="relative max-h-42.5 overflow-auto">
      {changes === 0 ? (
        <p className="text-muted">No edits yet.</p>
      ) : (
        <div ref={list} className="w-max min-w-full font-mono text-[11px] leading-5 whitespace-pre">
          {rows.map((row, index) => (
            <DiffLine
              key={index}
              row={row}
              layout="inline"
              mark=""
              onToggle={() => onToggle(index, !row.open)}
            />
          ))}
          {more > 0 && <p className="text-muted">{more} more lines</p>}
        </div>
      )}
    </section>
  );
}

/**
 * The first changed line at or after the first difference of the two lists; -1 if there is none.
 */
function lastChange(before: readonly DiffRow[], rows: readonly DiffRow[]): number {
  const from = rows.findIndex((row, at) => JSON.stringify(row) !== JSON.stringify(before[at]));
  return rows.findIndex(
    ({ change }, at) => at >= from && (change === 'added' || change === 'removed'),
  );
}

/** The browser's own scrollIntoView would also scroll the dialog. */
function scrollWithin(scroller: HTMLElement, line: HTMLElement): void {
  const top = line.offsetTop - scroller.clientHeight / 2;
  const isSeen =
    line.offsetTop >= scroller.scrollTop &&
    line.offsetTop + line.offsetHeight * 2 <= scroller.scrollTop + scroller.clientHeight;
  if (!isSeen) scroller.scrollTop = top;
}
