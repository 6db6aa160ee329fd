import { useCallback, useEffect, useState } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { TextField } from '../../ui/control/TextField.tsx';
import { Button } from '../../ui/control/Button.tsx';
import { CopyButton } from '../../ui/control/CopyButton.tsx';
import { momentText } from '../../ui/time/When.tsx';
import { LayoutButtons } from '../../event/LayoutButtons.tsx';
import { Toolbar } from '../../ui/layout/Toolbar.tsx';
import { VirtualRows } from '../../ui/list/VirtualRows.tsx';
import { DiffLine } from '../../event/diff/DiffLine.tsx';
import { useInspected } from '../state/inspected.tsx';
import type { DiffCount, DiffDocument, DiffRow } from '../../event/diff/payloadDiff.ts';

/** The list of differences, with the controls that narrow it. */
export function DiffList({
  diff,
  older,
  newer,
}: {
  diff: DiffDocument;
  older: AuditRow;
  newer: AuditRow;
}) {
  const { settings, setSettings } = useInspected();
  const { layout, noise } = settings;
  const [path, setPath] = useState('');
  const [active, setActive] = useState(0);
  const [count, setCount] = useState<DiffCount>({ rows: 0, changes: 0, noise: 0, first: 0 });
  const load = useCallback((from: number, to: number) => diff.slice(from, to), [diff]);

  useEffect(() => {
    let current = true;
    void diff.show({ layout, noise, path }).then((next) => {
      if (!current) return;
      setCount(next);
      setActive(next.first);
    });
    return () => {
      current = false;
    };
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
        <LayoutButtons layout={layout} onChange={(next) => setSettings({ layout: next })} />
        <Button
          pressed={!noise}
          hint="updated_at, last_active_at, last_sign_in_at and the envelope's timestamp"
          onClick={() => setSettings({ noise: !noise })}
        >
          Hide noise
        </Button>
        <TextField
          type="search"
          aria-label="Search changed paths"
          placeholder="Search changed paths"
          value={path}
          onChange={(event) => setPath(event.target.value)}
          className="min-w-24 flex-1"
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
        source={{ count: count.rows, version: count, load }}
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
  const shown =
    changes === 0 ? 'no differences' : changes === 1 ? '1 change' : `${changes} changes`;
  return noise === 0 ? shown : `${shown}, ${noise} hidden`;
}
