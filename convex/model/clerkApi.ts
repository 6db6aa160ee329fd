/** The part of Clerk's Backend API that a reconciliation reads. Only actions may call it. */

const DEFAULT_URL = 'https://api.clerk.com';
const TRIES = 5;
const FIRST_WAIT = 200;
const LONGEST_WAIT = 60_000;
/** Answers come within seconds; one that takes longer than this does not come. */
const LONGEST_ANSWER = 30_000;

/** A user as Clerk's Backend API shows it: what the webhook carries as `data`. */
export type ClerkUser = Record<string, unknown> & { id: string; created_at: number };

/** Clerk could not be asked. The message says what to do and never holds the secret key. */
export class ClerkApiError extends Error {}

/** One page of users, the oldest first. */
export async function listUsers(page: { limit: number; offset: number }): Promise<ClerkUser[]> {
  const query = new URLSearchParams({
    limit: String(page.limit),
    offset: String(page.offset),
    order_by: '+created_at',
  });
  const users = jsonOf(await ask(`/v1/users?${query}`));
  if (!Array.isArray(users) || !users.every(isUser)) {
    throw new ClerkApiError('Clerk did not answer with a list of users. Check CLERK_API_URL.');
  }
  return users;
}

/** Whether Clerk has this user. */
export async function userExists(id: string): Promise<boolean> {
  return (await ask(`/v1/users/${encodeURIComponent(id)}`)) !== null;
}

/**
 * The body of Clerk's answer, null for 404. After a 429, a 5xx or no answer it asks again, a few
 * times.
 */
async function ask(path: string): Promise<string | null> {
  const secretKey = process.env.CLERK_SECRET_KEY;
  if (!secretKey) {
    throw new ClerkApiError(
      'CLERK_SECRET_KEY is not set. Copy it from the API keys page of the Clerk dashboard and run `npx convex env set CLERK_SECRET_KEY`.',
    );
  }
  const base = (process.env.CLERK_API_URL || DEFAULT_URL).replace(/\/+$/, '');
  let problem = '';
  for (let tried = 1; tried <= TRIES; tried++) {
    const answer = await inTime(get(base + path, secretKey));
    if (answer?.ok) return answer.body;
    if (answer?.status === 404) return null;
    if (answer?.status === 401 || answer?.status === 403) {
      throw new ClerkApiError(
        `Clerk refused CLERK_SECRET_KEY (${answer.status}). Set a valid one.`,
      );
    }
    if (answer && answer.status < 500 && answer.status !== 429) {
      throw new ClerkApiError(`Clerk answered ${answer.status}. Check CLERK_API_URL.`);
    }
    problem = answer ? `answered ${answer.status}` : 'could not be reached, or did not answer,';
    if (tried < TRIES) await wait(pauseAfter(tried, answer?.retryAfter ?? null, Date.now()));
  }
  throw new ClerkApiError(`Clerk ${problem} ${TRIES} times in a row.`);
}

interface Answer {
  ok: boolean;
  status: number;
  body: string;
  retryAfter: string | null;
}

/** One try, the body read too. Null when no whole answer came. */
async function get(url: string, secretKey: string): Promise<Answer | null> {
  try {
    const response = await fetch(url, { headers: { Authorization: `Bearer ${secretKey}` } });
    const { ok, status, headers } = response;
    return { ok, status, body: await response.text(), retryAfter: headers.get('Retry-After') };
  } catch {
    return null;
  }
}

/** Null when it takes too long. By a timer, since Convex's `fetch` heeds no AbortSignal. */
async function inTime(answer: Promise<Answer | null>): Promise<Answer | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const none = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, LONGEST_ANSWER, null);
  });
  return await Promise.race([answer, none]).finally(() => clearTimeout(timer));
}

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/**
 * Milliseconds to wait after a try: as long as `Retry-After` (RFC 9110: seconds or a date) asks, at
 * most a minute; else twice as long after each. `now` is in milliseconds since 1970.
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
