import { useQueries } from 'convex/react';
import { useEffect, useMemo, useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { UserRow } from '../../convex/shared/userRow.ts';
import { useAccessKey, useOperatorQuery } from './operator.tsx';

const PAGE = 100;

/** One user as it is now, and whether Clerk deleted it. */
export function useUser(clerkId: string | null) {
  return useOperatorQuery(api.users.get, clerkId === null ? 'skip' : { clerk_id: clerkId });
}

interface Page {
  users: UserRow[];
  cursor: string | null;
  done: boolean;
}

/**
 * The users table, newest first, every loaded page live. Each page begins where the one before it
 * ends now, so a new user moves all of them on and none is missed.
 *
 * @param search prefix of `clerk_id` or e-mail. Give the component a `key` that changes with it.
 */
export function useUsers(search: string) {
  const accessKey = useAccessKey();
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  const [pages, setPages] = useState<Page[]>([]);
  const queries = useMemo(
    () =>
      Object.fromEntries(
        cursors.map((cursor, at) => [
          at,
          {
            query: api.users.list,
            args: { accessKey, cursor, limit: PAGE, ...(search !== '' && { search }) },
          },
        ]),
      ),
    [accessKey, cursors, search],
  );
  const results = useQueries(queries) as Record<string, Page | Error | undefined>;
  const error = Object.values(results).find((result) => result instanceof Error) ?? null;

  useEffect(() => {
    const come = cursors.map((_, at) => results[at]);
    // While a page moves on, its last rows stand.
    setPages((last) =>
      come.flatMap((page, at) => (page instanceof Error ? [] : (page ?? last[at] ?? []))),
    );
    setCursors((last) => {
      const next = [null, ...last.slice(1).map((cursor, at) => endOf(come[at]) ?? cursor)];
      return next.every((cursor, at) => cursor === last[at]) ? last : next;
    });
  }, [cursors, results]);

  const end = pages.at(-1);
  const complete = pages.length === cursors.length;
  return {
    users: pages.flatMap((page) => page.users),
    loading: error === null && !complete,
    error,
    done: end?.done ?? false,
    loadMore() {
      if (complete && end !== undefined && !end.done) setCursors([...cursors, end.cursor]);
    },
  };
}

function endOf(page: Page | Error | undefined): string | null {
  return page === undefined || page instanceof Error ? null : page.cursor;
}
