import type { OrderedQuery, PaginationResult } from 'convex/server';
import type { Value } from 'convex/values';
import type { QueryCtx } from '../dataModel.ts';
import type { UserRow } from '../shared/userRow.ts';
import { appSettings } from '../appSettings.ts';
import { operatorError } from '../access/operatorError.ts';
import { appDatabase, usersTable, valueAt, withClerkIds } from './usersTable.ts';

interface UserPage {
  users: UserRow[];
  cursor: string | null;
  done: boolean;
}

interface Search {
  /**
   * A prefix of the id or, where allowed, of an email or a name; or the prefixes of several names,
   * in any order.
   */
  search: string;
  mayFindByName: boolean;
  cursor: string | null;
  limit: number;
}

/** Greater than every character that an id or an address holds. */
const LAST = '\u{10ffff}';

/** Each word costs a page for each index; a user need only have one of them first in a field. */
const WORDS_LOOKED_UP = 4;

/** One page of all users, newest first. */
export async function listUsers(
  ctx: QueryCtx,
  { cursor, limit }: Pick<Search, 'cursor' | 'limit'>,
): Promise<UserPage> {
  const users = await usersTable(ctx);
  const found = await pageOf(appDatabase(ctx).query(users.table).order('desc'), cursor, limit);
  return {
    users: await withClerkIds(ctx, users, found.page),
    cursor: found.isDone ? null : found.continueCursor,
    done: found.isDone,
  };
}

/**
 * One page of a search: users found by id, the newest first, then by each of the app's search
 * indexes. Each page reads one index, so a page may have fewer users than the limit, or none, and
 * not be the last.
 */
export async function findUsers(
  ctx: QueryCtx,
  { search, mayFindByName, cursor, limit }: Search,
): Promise<UserPage> {
  const users = await usersTable(ctx);
  const { values } = await appSettings(ctx, { clerk_ids: [search] });
  const prefix = typeof values[0] === 'string' ? values[0] : search;
  const named = mayFindByName ? (users.search ?? []) : [];
  const words = search.trim().split(/\s+/);
  const indexes = [
    { index: users.index, field: users.field, prefix },
    // A field such as "Mary Ann" is found only by the word that it begins with.
    ...words
      .slice(0, WORDS_LOOKED_UP)
      .flatMap((word) =>
        named.flatMap(({ index, field }) =>
          spellingsOf(word, field).map((spelling) => ({ index, field, prefix: spelling })),
        ),
      ),
  ];
  const place = readPlace(cursor);
  const by = indexes[place.index];
  if (by === undefined) throw notReturned();
  const matching = appDatabase(ctx)
    .query(users.table)
    .withIndex(by.index, (q) => q.gte(by.field, by.prefix).lt(by.field, by.prefix + LAST))
    .order(place.index === 0 ? 'desc' : 'asc');
  const found = await pageOf(matching, place.cursor, limit);

  const isNew = (row: Record<string, Value>) =>
    !indexes.slice(0, place.index).some((earlier) => {
      const value = valueAt(row, earlier.field);
      return typeof value === 'string' && value.startsWith(earlier.prefix);
    });
  const isMeant = (row: Record<string, Value>) =>
    place.index === 0 ||
    hasWords(
      named.map(({ field }) => valueAt(row, field)),
      words,
    );
  const next: Place | null = !found.isDone
    ? { ...place, cursor: found.continueCursor }
    : place.index + 1 < indexes.length
      ? { index: place.index + 1, cursor: null }
      : null;
  return {
    users: await withClerkIds(
      ctx,
      users,
      (found.page as never[]).filter((row) => isNew(row) && isMeant(row)),
    ),
    cursor: next && JSON.stringify(next),
    done: next === null,
  };
}

/** Whether each word begins a word of one of the values. */
function hasWords(values: Value[], words: string[]): boolean {
  const has = values.flatMap((value) =>
    typeof value === 'string' ? value.toLowerCase().split(/\s+/) : [],
  );
  return words.every((word) => has.some((one) => one.startsWith(word.toLowerCase())));
}

/** The spellings of a search in a field: names are found by lower case, too. */
function spellingsOf(search: string, field: string): string[] {
  if (/lower$/i.test(field)) return [search.toLowerCase()];
  return [...new Set([search, search.charAt(0).toUpperCase() + search.slice(1)])];
}

/** One page. Throws `bad_request` for a cursor that Convex does not know. */
async function pageOf(
  query: OrderedQuery<any>,
  cursor: string | null,
  limit: number,
): Promise<PaginationResult<any>> {
  try {
    return await query.paginate({ numItems: limit, cursor });
  } catch (error) {
    if (cursor !== null && /cursor|JSON/i.test(String(error))) throw notReturned();
    throw error;
  }
}

/** Which index a search is at, and where in it. */
interface Place {
  index: number;
  cursor: string | null;
}

function readPlace(cursor: string | null): Place {
  if (cursor === null) return { index: 0, cursor: null };
  try {
    const place = JSON.parse(cursor) as Place;
    const isInIndex = typeof place.cursor === 'string' || place.cursor === null;
    if (isInIndex && Number.isInteger(place.index)) return place;
  } catch {
    // The error below says so.
  }
  throw notReturned();
}

function notReturned() {
  return operatorError('bad_request', 'No call returned this `cursor`. Start again without it.');
}
