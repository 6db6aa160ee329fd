import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { Indent, OpenMark } from '../../ui/list/TreeMarks.tsx';
import type { DiffRow, DiffView } from './payloadDiff.ts';

const marks: Record<DiffRow['change'], { glyph: string; word: string; color: string }> = {
  same: { glyph: ' ', word: '', color: '' },
  inside: { glyph: ' ', word: '', color: '' },
  fold: { glyph: ' ', word: '', color: 'text-muted' },
  added: { glyph: '+', word: 'added ', color: 'bg-added-bg text-added' },
  removed: { glyph: '−', word: 'removed ', color: 'bg-removed-bg text-removed' },
  changed: { glyph: '~', word: 'changed ', color: '' },
  moved: { glyph: '↕', word: 'moved ', color: 'bg-warning-bg text-warning' },
};

export function DiffLine({
  row,
  layout,
  mark,
  onToggle,
}: {
  row: DiffRow;
  layout: DiffView['layout'];
  mark: string;
  onToggle: () => void;
}) {
  const { glyph, word, color } = marks[row.change];
  const start = (
    <>
      <span className="sr-only">{word}</span>
      <span aria-hidden className="w-4 shrink-0 text-center">
        {glyph}
      </span>
      <Indent depth={row.depth} />
    </>
  );
  if (row.change === 'fold') {
    return (
      <span onClick={onToggle} className={`flex w-full cursor-default items-center ${color}`}>
        {start}
        <OpenMark open={false} />
        {row.folded.toLocaleString('en')} unchanged
      </span>
    );
  }
  if (layout === 'inline') {
    return (
      <span className={`flex min-w-full items-center pr-2 ${color}`}>
        {start}
        <OpenMark open={row.open} onToggle={onToggle} />
        <Name name={row.name} mark={mark} />
        <VisibleText text={row.right ?? row.left ?? ''} />
      </span>
    );
  }
  const changed = row.change === 'changed';
  return (
    <span className="flex w-full items-center">
      <span
        className={`flex w-1/2 min-w-0 items-center overflow-hidden pr-2 ${changed ? marks.removed.color : row.left === null ? '' : color}`}
        title={row.left ?? undefined}
      >
        {start}
        <OpenMark open={row.open} onToggle={onToggle} />
        {row.left !== null && (
          <span className="truncate">
            <Name name={row.name} mark={mark} />
            <VisibleText text={row.left} />
          </span>
        )}
      </span>
      <span
        className={`w-1/2 truncate border-l border-hairline pr-2 ${changed ? marks.added.color : row.right === null ? '' : color}`}
        style={{ paddingLeft: 4 + Math.min(row.depth, 24) * 12 }}
        title={row.right ?? undefined}
      >
        {row.right !== null && (
          <>
            <Name name={row.name} mark={mark} />
            <VisibleText text={row.right} />
          </>
        )}
      </span>
    </span>
  );
}

function Name({ name, mark }: { name: string | number | null; mark: string }) {
  if (name === null) return null;
  return (
    <span>
      <VisibleText text={String(name)} mark={mark} />
      {': '}
    </span>
  );
}
