import { useDeferredValue, useState } from 'react';
import { usePanel } from '../panel/panel.tsx';
import { TextField } from '../ui/control/TextField.tsx';
import { Retriable } from '../ui/notice/Retriable.tsx';
import { UserDetails } from './UserDetails.tsx';
import { UsersGrid } from './UsersGrid.tsx';

/** The live users table. `clerkId` is the open user; null for none. */
export function UsersView({
  clerkId,
  onOpen,
}: {
  clerkId: string | null;
  onOpen: (clerkId: string | null) => void;
}) {
  const { role } = usePanel();
  const [search, setSearch] = useState('');
  const sought = useDeferredValue(search.trim());
  const isOpen = clerkId !== null;
  return (
    <div className="flex h-full min-h-0">
      <div className={`@container min-w-0 flex-1 flex-col ${isOpen ? 'hidden sm:flex' : 'flex'}`}>
        <div className="shrink-0 border-b border-hairline p-1">
          <TextField
            type="search"
            aria-label="Search users"
            placeholder={
              role === 'viewer'
                ? 'Search by start of id'
                : 'Search by start of id, email, first or last name'
            }
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="w-full"
          />
        </div>
        <Retriable key={sought}>
          {(retry) => <UsersGrid search={sought} open={clerkId} onOpen={onOpen} onRetry={retry} />}
        </Retriable>
      </div>
      {isOpen && (
        <div className="min-w-0 flex-1 border-hairline sm:border-l">
          <UserDetails key={clerkId} clerkId={clerkId} onClose={() => onOpen(null)} />
        </div>
      )}
    </div>
  );
}
