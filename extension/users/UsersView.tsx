import { useDeferredValue, useState } from 'react';
import { usePanel } from '../app/panel.tsx';
import { UserDetails } from './UserDetails.tsx';
import { UsersGrid } from './UsersGrid.tsx';

/** The live users table. `clerkId` is the user that is open, null for none. */
export function UsersView({
  clerkId,
  onOpen,
}: {
  clerkId: string | null;
  onOpen: (clerkId: string | null) => void;
}) {
  const { role } = usePanel();
  const [search, setSearch] = useState('');
  const [tries, setTries] = useState(0);
  const sought = useDeferredValue(search.trim());
  const isOpen = clerkId !== null;
  return (
    <div className="flex h-full min-h-0">
      <div className={`@container min-w-0 flex-1 flex-col ${isOpen ? 'hidden sm:flex' : 'flex'}`}>
        <div className="shrink-0 border-b border-hairline p-1">
          <input
            type="search"
            aria-label="Search users"
            placeholder={
              role === 'viewer' ? 'Search by start of id' : 'Search by start of id or e-mail'
            }
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="h-6 w-full rounded-sm border border-hairline bg-bg px-2"
          />
        </div>
        <UsersGrid
          key={`${tries} ${sought}`}
          search={sought}
          open={clerkId}
          onOpen={onOpen}
          onRetry={() => setTries(tries + 1)}
        />
      </div>
      {isOpen && (
        <div className="min-w-0 flex-1 border-hairline sm:border-l">
          <UserDetails key={clerkId} clerkId={clerkId} onClose={() => onOpen(null)} />
        </div>
      )}
    </div>
  );
}
