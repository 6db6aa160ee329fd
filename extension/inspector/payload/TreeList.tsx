import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { Button } from '../../ui/control/Button.tsx';
import { CopyButton } from '../../ui/control/CopyButton.tsx';
import { Toolbar } from '../../ui/layout/Toolbar.tsx';
import { VirtualRows } from '../../ui/list/VirtualRows.tsx';
import { useInspected } from '../state/inspected.tsx';
import { FindBar } from './FindBar.tsx';
import type { TreeDocument, TreeRow } from './payloadTree.ts';
import { TreeLine } from './TreeLine.tsx';

/** The payload as a tree: arrow keys move, open and close; the active row can be copied. */
export function TreeList({ tree, modes }: { tree: TreeDocument; modes: ReactNode }) {
  const { find, setFind } = useInspected();
  const [list, setList] = useState({ count: 0, version: 0 });
  const [active, setActive] = useState(0);
  const [path, setPath] = useState('');
  const load = useCallback((from: number, to: number) => tree.slice(from, to), [tree]);

  const show = useCallback(
    (count: number) => setList(({ version }) => ({ count, version: version + 1 })),
    [],
  );

  useEffect(() => {
    void tree.count().then(show);
  }, [tree, show]);

  useEffect(() => {
    let current = true;
    if (active < list.count) void tree.path(active).then((text) => current && setPath(text));
    return () => {
      current = false;
    };
  }, [tree, active, list]);

  async function reveal(match: number) {
    const { count, index } = await tree.reveal(match);
    show(count);
    setActive(index);
  }

  const turn = async (index: number, { open }: TreeRow) => show(await tree.setOpen(index, !open));
  const toggle = (row: TreeRow) => (row.open === null ? undefined : turn(active, row));

  const keys = {
    Enter: toggle,
    ' ': toggle,
    ArrowRight: (row: TreeRow) => (row.open === true ? setActive(active + 1) : toggle(row)),
    ArrowLeft: (row: TreeRow) => {
      if (row.open === true) return turn(active, row);
      if (row.parent !== null) setActive(row.parent);
      return undefined;
    },
  };

  return (
    <>
      <Toolbar>
        {modes}
        <FindBar
          label="Find in payload"
          text={find}
          onText={setFind}
          find={tree.find}
          reveal={(match) => void reveal(match)}
        />
        <Button look="quiet" onClick={() => void tree.expandAll().then(show)}>
          Expand all
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            setActive(0);
            void tree.collapseAll().then(show);
          }}
        >
          Collapse all
        </Button>
      </Toolbar>
      <VirtualRows
        label="Payload"
        role="tree"
        source={{ count: list.count, version: list.version, load }}
        active={active}
        onActive={setActive}
        keys={keys}
        rowProps={(row: TreeRow, index) => ({
          'aria-level': row.depth + 1,
          'aria-posinset': row.position,
          'aria-setsize': row.siblings,
          'aria-expanded': row.open ?? undefined,
          'aria-selected': index === active,
          onDoubleClick: () => row.open !== null && void turn(index, row),
        })}
      >
        {(row, index) => <TreeLine row={row} mark={find} onToggle={() => void turn(index, row)} />}
      </VirtualRows>
      <div className="flex h-7 shrink-0 items-center gap-1 border-t border-hairline px-2">
        <code className="min-w-0 flex-1 truncate text-muted" title={path.slice(0, 1_000)}>
          {path === '' ? 'the whole payload' : path.slice(0, 1_000)}
        </code>
        <CopyButton text={() => tree.path(active)}>Copy path</CopyButton>
        <CopyButton text={() => tree.text(active)}>Copy value</CopyButton>
      </div>
    </>
  );
}
