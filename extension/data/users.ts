import { useQueries } from 'convex/react';
import { useMemo, useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { UserRow } from '../../webhooks/shared/userRow.ts';
import { useAccessKey, useOperatorQuery } from './connection/operator.tsx';

const PAGE = 100;

/** One user: the current row, and what deliveries about the user say. */
export function useUser(clerkId: string | null) {
  return useOperatorQuery(api.webhookAudit.user, clerkId === null ? 'skip' : { clerk_id: clerkId });
}

interface Page {
  users: UserRow[];
  cursor: string | null;
  done: boolean;
}

/** A page by its place; undefined while it loads. */
type Results = Record<string, Page | Error | undefined>;

interface Loaded {
  /** Where each page begins. */
  cursors: (string | null)[];
  /** Without those that were refused. */
  pages: Page[];
}

/**
 * The users table, newest first, every loaded page live. Each page begins where the previous one
 * currently ends, so a new user shifts all pages and no user is missed.
 *
 * @param search prefix of `clerk_id` or email, or names. The component needs a `key` that changes
 * with the search.
 */
export function useUsers(search: string) {
  const accessKey = useAccessKey();
  const [loaded, setLoaded] = useState<Loaded>({ cursors: [null], pages: [] });
  const { cursors, pages } = loaded;
  const queries = useMemo(
    () =>
      Object.fromEntries(
        cursors.map((cursor, at) => [
          at,
          {
            query: api.webhookAudit.users,
            args: { accessKey, cursor, limit: PAGE, ...(search !== '' && { search }) },
          },
        ]),
      ),
    [accessKey, cursors, search],
  );
  const results = useQueries(queries) as Results;
  const [taken, setTaken] = useState<Results | null>(null);
  if (results !== taken) {
    setTaken(results);
    setLoaded(withResults(loaded, results));
  }
  const error = Object.values(results).find((result) => result instanceof Error) ?? null;

  const end = pages.at(-1);
  const complete = pages.length === cursors.length;
  return {
    users: pages.flatMap((page) => page.users),
    loading: error === null && !complete,
    error,
    done: end?.done ?? false,
    loadMore: () => {
      if (complete && end !== undefined && !end.done)
        setLoaded({ ...loaded, cursors: [...cursors, end.cursor] });
    },
  };
}

function withResults({ cursors, pages }: Loaded, results: Results): Loaded {
  const come = cursors.map((_, at) => results[at]);
  const moved = [null, ...cursors.slice(1).map((cursor, at) => endOf(come[at]) ?? cursor)];
  return {
    // A new list asks all pages again.
    cursors: moved.every((cursor, at) => cursor === cursors[at]) ? cursors : moved,
    // While a page reloads, keep showing its last rows.
    pages: come.flatMap((page, at) => (page instanceof Error ? [] : (page ?? pages[at] ?? []))),
  };
}

function endOf(page: Page | Error | undefined): string | null {
  return page === undefined || page instanceof Error ? null : page.cursor;
}
