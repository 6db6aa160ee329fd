import { useCallback, useEffect, useState } from 'react';
import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { Button } from '../../app/Button.tsx';
import { CopyButton } from '../../app/CopyButton.tsx';
import type { InspectorSettings } from '../../app/settings.ts';
import { momentText } from '../../app/When.tsx';
import { LayoutButtons } from '../LayoutButtons.tsx';
import { Toolbar } from '../Toolbar.tsx';
import { VirtualRows } from '../VirtualRows.tsx';
import { DiffLine } from './DiffLine.tsx';
import type { DiffDocument } from './ComparedPayloads.tsx';
import type { DiffCount, DiffRow } from './payloadDiff.ts';

/** The list of differences and what narrows it. */
export function DiffList({
  diff,
  older,
  newer,
  settings: { layout, noise },
  onSettings,
}: {
  diff: DiffDocument;
  older: AuditRow;
  newer: AuditRow;
  settings: InspectorSettings;
  onSettings: (change: Partial<InspectorSettings>) => void;
}) {
  const [path, setPath] = useState('');
  const [active, setActive] = useState(0);
  const [count, setCount] = useState<DiffCount>({ rows: 0, changes: 0, noise: 0 });
  const load = useCallback((from: number, to: number) => diff.slice(from, to), [diff]);

  useEffect(() => {
    setActive(0);
    void diff.show({ layout, noise, path }).then(setCount);
  }, [diff, layout, noise, path]);

  const turn = async (index: number, { open }: DiffRow) =>
    setCount(await diff.setOpen(index, !open));
  const toggle = (row: DiffRow) => (row.open === null ? undefined : turn(active, row));
  const keys = {
    Enter: toggle,
    ' ': toggle,
    ArrowRight: (row: DiffRow) => (row.open === false ? turn(active, row) : undefined),
    ArrowLeft: (row: DiffRow) => (row.open === true ? turn(active, row) : undefined),
  };

  return (
    <>
      <Toolbar>
        <LayoutButtons layout={layout} onChange={(next) => onSettings({ layout: next })} />
        <Button
          pressed={!noise}
          hint="updated_at, last_active_at, last_sign_in_at and the envelope's timestamp"
          onClick={() => onSettings({ noise: !noise })}
        >
          Hide noise
        </Button>
        <input
          type="search"
          aria-label="Search changed paths"
          placeholder="Search changed paths"
          value={path}
          onChange={(event) => setPath(event.target.value)}
          className="h-6 min-w-24 flex-1 rounded-sm border border-hairline bg-bg px-2"
        />
        <span role="status" className="px-1 text-muted">
          {changesText(count)}
        </span>
      </Toolbar>
      <p className="flex shrink-0 border-b border-hairline bg-surface text-muted">
        <span className="w-1/2 truncate px-2">
          <span className="text-removed">−</span> {momentText(older.received_at)}
        </span>
        <span className="w-1/2 truncate px-2">
          <span className="text-added">+</span> {momentText(newer.received_at)}
        </span>
      </p>
      <VirtualRows
        label="Differences"
        role="tree"
        fit={layout === 'side by side'}
        count={count.rows}
        version={count}
        load={load}
        active={active}
        onActive={setActive}
        keys={keys}
        rowProps={({ depth, open }: DiffRow, index) => ({
          'aria-level': depth + 1,
          'aria-expanded': open ?? undefined,
          'aria-selected': index === active,
        })}
      >
        {(row, index) => (
          <DiffLine row={row} layout={layout} mark={path} onToggle={() => void turn(index, row)} />
        )}
      </VirtualRows>
      <div className="flex shrink-0 justify-end border-t border-hairline px-1">
        <CopyButton text={() => diff.path(active)}>Copy path</CopyButton>
      </div>
    </>
  );
}

function changesText({ changes, noise }: DiffCount): string {
  const told = changes === 0 ? 'no differences' : changes === 1 ? '1 change' : `${changes} changes`;
  return noise === 0 ? told : `${told}, ${noise} hidden`;
}
