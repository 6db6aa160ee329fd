import type { ReactTable } from '@tanstack/react-table';
import type { features, ShownUser } from './usersTable.ts';

const directions = { asc: 'ascending', desc: 'descending' } as const;
const arrows = { asc: ' ▲', desc: ' ▼' };

/**
 * The header row. A click sorts by a column, a second click reverses the order, a third one ends
 * the sorting.
 */
export function UsersHeaders({ table }: { table: ReactTable<typeof features, ShownUser> }) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      // Enter here sorts; in the grid it opens a user.
      onKeyDown={(event) => event.stopPropagation()}
      className="sticky top-0 z-10 flex h-6 items-center border-b border-hairline bg-surface text-muted"
    >
      {table.getAllLeafColumns().map((column) => {
        const sorted = column.getIsSorted();
        return (
          <span
            key={column.id}
            role="columnheader"
            aria-sort={sorted === false ? undefined : directions[sorted]}
            className="min-w-0 flex-1"
          >
            <button
              type="button"
              title={`Sort by ${column.id}`}
              onClick={column.getToggleSortingHandler()}
              className="h-6 w-full truncate px-2 text-left hover:bg-hover"
            >
              {column.id}
              {sorted !== false && <span aria-hidden>{arrows[sorted]}</span>}
            </button>
          </span>
        );
      })}
    </div>
  );
}
