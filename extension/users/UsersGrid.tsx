import { useTable, type SortingState } from '@tanstack/react-table';
import { useEffect, useId, useMemo, useState } from 'react';
import { refusalMessage } from '../data/connection/refusal.ts';
import { useUsers } from '../data/users.ts';
import { documentOf } from '../event/documentSides.ts';
import { FieldValue } from '../event/FieldValue.tsx';
import { useLoadingText } from '../panel/Loading.tsx';
import { LoadError } from '../ui/notice/Notice.tsx';
import { ROW_HEIGHT, useVirtualGrid } from '../ui/list/useVirtualGrid.ts';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { NoUsers } from './NoUsers.tsx';
import { userColumns } from './userColumns.ts';
import { CLERK_ID, columnsOf, features } from './usersTable.ts';
import { UsersHeaders } from './UsersHeaders.tsx';

/** The users that match a search. More are loaded on scrolling to the end. */
export function UsersGrid({
  search,
  open,
  onOpen,
  onRetry,
}: {
  search: string;
  open: string | null;
  onOpen: (clerkId: string) => void;
  onRetry: () => void;
}) {
  const { users, loading, error, done, loadMore } = useUsers(search);
  const shown = useMemo(
    () => users.map((user) => ({ user, fields: documentOf(user.row) })),
    [users],
  );
  const columns = useMemo(() => {
    const rows = shown.map(({ fields }) => fields);
    const ids = shown.map(({ user }) => user.clerk_id);
    return columnsOf(userColumns(rows, ids));
  }, [shown]);
  const [sorting, setSorting] = useState<SortingState>([]);
  const table = useTable({
    features,
    columns,
    data: shown,
    state: { sorting },
    onSortingChange: (next) => {
      setSorting(next);
      setActive(0);
    },
  });
  const { rows } = table.getRowModel();
  const loadingText = useLoadingText('Loading…');
  const id = useId();
  const [active, setActive] = useState(0);
  const { items, height, gridProps, isNearEnd } = useVirtualGrid({
    count: rows.length,
    place: active,
    onMove: setActive,
    onKey: (event) => {
      const clerkId = rows[active]?.original.user.clerk_id;
      if (event.key !== 'Enter' || !clerkId) return false;
      onOpen(clerkId);
      return true;
    },
  });
  useEffect(() => {
    if (isNearEnd && !loading && !done && error === null) loadMore();
  });

  if (error !== null) return <LoadError error={refusalMessage(error)} onRetry={onRetry} />;
  return (
    <>
      <div
        // Over the header and the rows, which would cover the grid's own focus ring.
        className={`relative flex flex-col after:pointer-events-none after:absolute after:inset-0 after:z-10 after:-outline-offset-2 after:outline-accent has-[[role=grid]:focus-visible]:after:outline-2 ${rows.length > 0 ? 'min-h-0 flex-1' : ''}`}
      >
        <div
          {...gridProps}
          aria-label="Users"
          aria-rowcount={done ? rows.length + 1 : -1}
          aria-activedescendant={
            items.some(({ index }) => index === active) ? `${id}-${active}` : undefined
          }
          className="min-h-0 flex-1 overflow-auto outline-none"
        >
          <UsersHeaders table={table} />
          <div role="presentation" style={{ height: height - ROW_HEIGHT }}>
            <div
              role="presentation"
              style={{ transform: `translateY(${(items[0]?.start ?? ROW_HEIGHT) - ROW_HEIGHT}px)` }}
            >
              {items.map(({ index }) => {
                const { user, fields } = rows[index]!.original;
                const isOpen = user.clerk_id !== null && user.clerk_id === open;
                return (
                  <div
                    key={String(user.row._id)}
                    id={`${id}-${index}`}
                    role="row"
                    aria-rowindex={index + 2}
                    aria-selected={isOpen}
                    onClick={() => {
                      setActive(index);
                      if (user.clerk_id !== null) onOpen(user.clerk_id);
                    }}
                    className={`flex h-6 items-center border-b border-hairline ${isOpen ? 'bg-selected' : 'hover:bg-hover'} ${index === active ? 'outline -outline-offset-1 outline-hairline' : ''}`}
                  >
                    {table.getAllLeafColumns().map((column) => (
                      <span
                        key={column.id}
                        role="gridcell"
                        className={`min-w-0 flex-1 truncate px-2 ${column.id === CLERK_ID ? 'font-mono text-[11px]' : ''}`}
                      >
                        {column.id === CLERK_ID ? (
                          <VisibleText text={user.clerk_id ?? '–'} />
                        ) : (
                          <FieldValue field={column.id} value={fields.get(column.id)} />
                        )}
                      </span>
                    ))}
                  </div>
                );
              })}
            </div>
          </div>
        </div>
      </div>
      {rows.length === 0 && <NoUsers search={search} loading={loading} />}
      <p role="status" className="shrink-0 border-t border-hairline px-2 py-0.5 text-muted">
        {loading ? loadingText : countText(rows.length, done, sorting.length > 0)}
      </p>
    </>
  );
}

function countText(users: number, done: boolean, sorted: boolean): string {
  const noun = users === 1 && done ? 'user' : 'users';
  const count = `${users.toLocaleString('en')}${done ? '' : '+'} ${noun}`;
  return sorted && !done ? `${count}, sorted as far as they are loaded` : count;
}
