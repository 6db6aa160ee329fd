import { DiffLine } from '../inspector/diff/DiffLine.tsx';
import type { EditChanges } from './editedBody.ts';

/** What an edit changes of the recorded body. */
export function EditDiff({
  changes: { rows, more, changes },
  onToggle,
}: {
  changes: EditChanges;
  onToggle: (index: number, open: boolean) => void;
}) {
  if (changes === 0) return <p className="text-muted">The same as the original so far.</p>;
  return (
    <div className="overflow-x-auto font-mono text-[11px] leading-5 whitespace-pre">
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
  );
}
