import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { EmptyState } from '../app/EmptyState.tsx';
import { placeAfterKey } from '../app/listKeys.ts';
import { useLoadingText } from '../app/Loading.tsx';
import { usePanel } from '../app/panel.tsx';
import { refusalMessage } from '../data/refusal.ts';
import { useUsers } from '../data/users.ts';
import { LoadError } from '../inspector/Notice.tsx';
import { userColumns } from './userColumns.tsx';

const ROW_HEIGHT = 24;
const LOAD_AHEAD = 20;

/** The users that a search finds; more load as one scrolls to the end. */
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
  const loadingText = useLoadingText('Loading…');
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(0);
  const virtualizer = useVirtualizer({
    count: users.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const nearEnd = (items.at(-1)?.index ?? 0) >= users.length - LOAD_AHEAD;

  useEffect(() => {
    if (nearEnd && !loading && !done && error === null) loadMore();
  });

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const target = placeAfterKey(event.key, active, users.length, page);
    const user = users[active];
    if (target !== null) {
      setActive(target);
      virtualizer.scrollToIndex(target);
    } else if (event.key === 'Enter' && user !== undefined) onOpen(user.clerk_id);
    else return;
    event.preventDefault();
  }

  if (error !== null) return <LoadError error={refusalMessage(error)} onRetry={onRetry} />;
  return (
    <>
      <div
        ref={scroller}
        role="grid"
        aria-label="Users"
        aria-rowcount={done ? users.length + 1 : -1}
        aria-activedescendant={
          items.some(({ index }) => index === active) ? `${id}-${active}` : undefined
        }
        tabIndex={0}
        onKeyDown={onKeyDown}
        className={users.length > 0 ? 'min-h-0 flex-1 overflow-auto' : ''}
      >
        <div
          role="row"
          aria-rowindex={1}
          className={`sticky top-0 z-10 bg-surface text-muted ${row}`}
        >
          {userColumns.map(({ name, className }) => (
            <span
              key={name}
              role="columnheader"
              className={`${cell} ${className} font-sans! text-[12px]!`}
            >
              {name}
            </span>
          ))}
        </div>
        <div role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          <div role="presentation" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
            {items.map(({ index }) => {
              const user = users[index]!;
              return (
                <div
                  key={user.clerk_id}
                  id={`${id}-${index}`}
                  role="row"
                  aria-rowindex={index + 2}
                  aria-selected={user.clerk_id === open}
                  onClick={() => {
                    setActive(index);
                    onOpen(user.clerk_id);
                  }}
                  className={`${row} ${user.clerk_id === open ? 'bg-selected' : 'hover:bg-hover'} ${index === active ? 'outline -outline-offset-1 outline-hairline' : ''}`}
                >
                  {userColumns.map(({ name, className, content }) => (
                    <span key={name} role="gridcell" className={`${cell} ${className}`}>
                      {content(user)}
                    </span>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {users.length === 0 && <NoUsers search={search} loading={loading} />}
      <p role="status" className="shrink-0 border-t border-hairline px-2 py-0.5 text-muted">
        {loading ? loadingText : countText(users.length, done)}
      </p>
    </>
  );
}

function countText(users: number, done: boolean): string {
  const noun = users === 1 && done ? 'user' : 'users';
  return `${users.toLocaleString('en')}${done ? '' : '+'} ${noun}`;
}

const row = 'flex h-6 items-center border-b border-hairline';
const cell = 'min-w-0 truncate px-2';

function NoUsers({ search, loading }: { search: string; loading: boolean }) {
  const { role } = usePanel();
  if (loading) return <div className="flex-1" />;
  return (
    <div className="min-h-0 flex-1">
      {search === '' ? (
        <EmptyState title="No users yet">
          <p>Sign somebody up: the row appears here when Clerk’s user.created webhook arrives.</p>
        </EmptyState>
      ) : (
        <EmptyState title={`No user begins with “${search}”`}>
          <p>
            {role === 'viewer'
              ? 'Search by the start of a Clerk id, such as user_2x. E-mail addresses are masked for viewers.'
              : 'Search by the start of a Clerk id, such as user_2x, or of an e-mail address.'}
          </p>
        </EmptyState>
      )}
    </div>
  );
}
