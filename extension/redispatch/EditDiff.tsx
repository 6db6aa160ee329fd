import { useMemo, useReducer } from 'react';
import { DiffLine } from '../inspector/diff/DiffLine.tsx';
import { openPayloadDiff } from '../inspector/diff/payloadDiff.ts';

const ROWS_AT_MOST = 300;

/** What an edit changes of the recorded body. Both must be JSON. */
export function EditDiff({ original, edited }: { original: string; edited: string }) {
  const [, redraw] = useReducer((drawn: number) => drawn + 1, 0);
  const { diff, count } = useMemo(() => {
    const opened = openPayloadDiff(original, edited);
    return { diff: opened, count: opened.show({ layout: 'inline', noise: true, path: '' }) };
  }, [original, edited]);
  if (count.changes === 0) return <p className="text-muted">The same as the original so far.</p>;

  const rows = diff.slice(0, ROWS_AT_MOST);
  return (
    <div className="overflow-x-auto font-mono text-[11px] leading-5 whitespace-pre">
      {rows.map((row, index) => (
        <DiffLine
          key={index}
          row={row}
          layout="inline"
          mark=""
          onToggle={() => {
            diff.setOpen(index, !row.open);
            redraw();
          }}
        />
      ))}
      {count.rows > rows.length && (
        <p className="text-muted">{count.rows - rows.length} more lines</p>
      )}
    </div>
  );
}
