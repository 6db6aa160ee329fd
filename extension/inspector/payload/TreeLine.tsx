import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { Indent, OpenMark } from '../../ui/list/TreeMarks.tsx';
import type { TreeRow } from './payloadTree.ts';
import type { ValueKind } from '../../event/valuePreview.ts';

const colors: Record<ValueKind, string> = {
  object: 'text-muted',
  array: 'text-muted',
  string: 'text-added',
  number: 'text-duplicate',
  boolean: 'text-duplicate',
  null: 'text-muted',
};

export function TreeLine({
  row,
  mark,
  onToggle,
}: {
  row: TreeRow;
  mark: string;
  onToggle: () => void;
}) {
  return (
    <>
      <Indent depth={row.depth} />
      <OpenMark open={row.open} onToggle={onToggle} />
      {row.name !== null && (
        <span className="text-accent">
          <VisibleText text={String(row.name)} mark={mark} />
          <span className="text-muted">: </span>
        </span>
      )}
      <span className={`pr-2 ${colors[row.kind]}`}>
        <VisibleText text={row.preview} mark={mark} />
      </span>
    </>
  );
}
