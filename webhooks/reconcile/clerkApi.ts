/** The part of Clerk's Backend API that a reconciliation reads. Only actions may call it. */

import { isRecord } from '../shared/clerkEvent.ts';

const DEFAULT_URL = 'https://api.clerk.com';
const TRIES = 5;
const FIRST_WAIT = 200;
const LONGEST_WAIT = 60_000;
/** Clerk answers within seconds. After this long, no answer is expected. */
const LONGEST_ANSWER = 30_000;

/** A user as Clerk's Backend API shows it: what the webhook carries as `data`. */
export type ClerkUser = Record<string, unknown> & { id: string; created_at: number };

/** Clerk could not be asked. The message says what to do and never holds the secret key. */
export class ClerkApiError extends Error {}

/**
 * Clerk refused a user's id as the cursor of the next page, since that user is gone or for another
 * reason.
 */
export class CursorRefusedError extends ClerkApiError {}

/** Users in a page, and ids in one question. Clerk's limits are 500 and 100. */
export const PAGE = 100;

/**
 * One page of users, the oldest first: those that follow the user with the id `startingAfter`. The last
 * page has fewer than `PAGE`.
 *
 * @throws CursorRefusedError when Clerk does not continue from there.
 */
export async function listUsers(startingAfter: string | undefined): Promise<ClerkUser[]> {
  const query = new URLSearchParams({ limit: String(PAGE), order_by: '+created_at' });
  if (startingAfter !== undefined) query.set('starting_after', startingAfter);
  const answer = await ask(`/v1/users?${query}`);
  if (startingAfter !== undefined && (answer.status === 422 || isNotFound(answer))) {
    throw new CursorRefusedError(`Clerk answered ${answer.status}. Check CLERK_API_URL.`);
  }
  return usersIn(answer);
}

/** Which of these ids, at most `PAGE`, Clerk's list of users contains. */
export async function listedAmong(ids: string[]): Promise<Set<string>> {
  const query = new URLSearchParams({ limit: String(PAGE) });
  for (const id of ids) query.append('user_id', id);
  return new Set(usersIn(await ask(`/v1/users?${query}`)).map(({ id }) => id));
}

/** Says whether Clerk answers by the code `resource_not_found` that there is no such user. */
export async function isGone(id: string): Promise<boolean> {
  const answer = await ask(`/v1/users/${encodeURIComponent(id)}`);
  if (isNotFound(answer)) return true;
  if (answer.status === 200 && isUser(jsonOf(answer.body))) return false;
  throw unexpected(answer);
}

function usersIn(answer: Answer): ClerkUser[] {
  const users = jsonOf(answer.body);
  if (answer.status !== 200) throw unexpected(answer);
  if (!Array.isArray(users) || !users.every(isUser)) {
    throw new ClerkApiError('Clerk did not answer with a list of users. Check CLERK_API_URL.');
  }
  return users;
}

/** Any other 404 may come from a proxy, or from an address that is not Clerk's. */
function isNotFound({ status, body }: Answer): boolean {
  const { errors } = (jsonOf(body) ?? {}) as { errors?: unknown };
  const codes = Array.isArray(errors)
    ? errors.map((error: unknown) => isRecord(error) && error.code)
    : [];
  return status === 404 && codes.includes('resource_not_found');
}

function unexpected({ status }: Answer): ClerkApiError {
  return new ClerkApiError(`Clerk answered ${status} unexpectedly. Check CLERK_API_URL.`);
}

/** Clerk's answer, whatever its status. Asks again a few times after a 429, a 5xx or no answer. */
async function ask(path: string): Promise<Answer> {
  const secretKey = process.env.CLERK_SECRET_KEY;
  if (!secretKey) {
    throw new ClerkApiError(
      'CLERK_SECRET_KEY is not set. Copy it from the API keys page of the Clerk dashboard and run `npx convex env set CLERK_SECRET_KEY`.',
    );
  }
  const base = (process.env.CLERK_API_URL || DEFAULT_URL).replace(/\/$/, '');
  let problem = '';
  for (let tried = 1; tried <= TRIES; tried++) {
    const answer = await inTime(get(base + path, secretKey));
    if (answer?.status === 401 || answer?.status === 403) {
      throw new ClerkApiError(
        `Clerk refused CLERK_SECRET_KEY (${answer.status}). Set a valid one.`,
      );
    }
    if (answer && answer.status < 400 && answer.status >= 300) {
      throw new ClerkApiError("Clerk's API redirected elsewhere. Check CLERK_API_URL.");
    }
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
    problem = answer ? `answered ${answer.status}` : 'could not be reached, or did not answer,';
    if (tried < TRIES) await wait(pauseAfter(tried, answer?.retryAfter ?? null, Date.now()));
  }
  throw new ClerkApiError(`Clerk ${problem} ${TRIES} times in a row.`);
}

interface Answer {
  status: number;
  body: string;
  retryAfter: string | null;
}

/**
 * Asks once and reads the body too. Null when no complete answer came. A redirect is not followed,
 * since only Clerk may get the secret key.
 */
async function get(url: string, secretKey: string): Promise<Answer | null> {
  try {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${secretKey}` },
      redirect: 'manual',
    });
    const { status, headers } = response;
    return { status, body: await response.text(), retryAfter: headers.get('Retry-After') };
  } catch {
    return null;
  }
}

/**
 * Null when the answer takes too long. Uses a timer, since Convex's `fetch` ignores AbortSignal.
 */
async function inTime(answer: Promise<Answer | null>): Promise<Answer | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const none = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, LONGEST_ANSWER, null);
  });
  return await Promise.race([answer, none]).finally(() => clearTimeout(timer));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Milliseconds to wait after a try: as long as `Retry-After` (RFC 9110: seconds or a date) asks, at
 * most a minute; without one, twice as long after each try. `now` is in milliseconds since 1970.
 */
export function pauseAfter(tried: number, retryAfter: string | null, now: number): number {
  const seconds = Number(retryAfter || NaN);
  const asked = Number.isNaN(seconds) ? Date.parse(retryAfter ?? '') - now : seconds * 1000;
  if (Number.isNaN(asked)) return FIRST_WAIT * 2 ** (tried - 1);
  return Math.min(Math.max(asked, 0), LONGEST_WAIT);
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function isUser(value: unknown): value is ClerkUser {
  const { id, created_at } = (value ?? {}) as Partial<ClerkUser>;
  return typeof id === 'string' && typeof created_at === 'number';
}
