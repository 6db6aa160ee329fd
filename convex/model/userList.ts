import type { QueryCtx } from '../_generated/server.js';
import type { UserRow } from '../shared/userRow.ts';
import { userRowOf } from './users.ts';

interface UserPage {
  users: UserRow[];
  cursor: string | null;
  done: boolean;
}

interface Search {
  /** A prefix of `clerk_id` or, where allowed, of the e-mail in any case. */
  search: string;
  mayFindByEmail: boolean;
  cursor: string | null;
  limit: number;
}

/** Greater than every character that an id or an address holds. */
const LAST = '\u{10ffff}';

/** Tells a cursor among users found by e-mail from one among those found by id. */
const BY_EMAIL = 'email:';

/** One page of all users, newest first. */
export async function listUsers(
  ctx: QueryCtx,
  { cursor, limit }: Pick<Search, 'cursor' | 'limit'>,
): Promise<UserPage> {
  const found = await ctx.db.query('users').order('desc').paginate({ numItems: limit, cursor });
  return {
    users: found.page.map(userRowOf),
    cursor: found.isDone ? null : found.continueCursor,
    done: found.isDone,
  };
}

/** One page of a search: users found by id, newest first as Clerk's ids sort, then by e-mail. */
export async function findUsers(
  ctx: QueryCtx,
  { search, mayFindByEmail, cursor, limit }: Search,
): Promise<UserPage> {
  const byId = cursor?.startsWith(BY_EMAIL)
    ? []
    : await ctx.db
        .query('users')
        .withIndex('by_clerk_id', (q) =>
          q.gte('clerk_id', search).lt('clerk_id', cursor ?? search + LAST),
        )
        .order('desc')
        .take(limit);
  const users = byId.map(userRowOf);
  if (users.length === limit) return { users, cursor: users.at(-1)?.clerk_id ?? null, done: false };
  if (!mayFindByEmail) return { users, cursor: null, done: true };

  const prefix = search.toLowerCase();
  const byEmail = await ctx.db
    .query('users')
    .withIndex('by_email_lower', (q) =>
      q.gte('email_lower', prefix).lt('email_lower', prefix + LAST),
    )
    .paginate({
      numItems: limit - users.length,
      cursor: cursor?.startsWith(BY_EMAIL) ? cursor.slice(BY_EMAIL.length) : null,
    });
  const others = byEmail.page.map(userRowOf).filter((user) => !user.clerk_id.startsWith(search));
  return {
    users: [...users, ...others],
    cursor: byEmail.isDone ? null : BY_EMAIL + byEmail.continueCursor,
    done: byEmail.isDone,
  };
}
