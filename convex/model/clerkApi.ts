/** The part of Clerk's Backend API that a reconciliation reads. Only actions may call it. */

const DEFAULT_URL = 'https://api.clerk.com';
const TRIES = 5;
const FIRST_WAIT = 200;
const LONGEST_WAIT = 60_000;

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
  const answer = await ask(`/v1/users?${query}`);
  const users: unknown = answer === null ? null : await answer.json().catch(() => null);
  if (!Array.isArray(users) || !users.every(isUser)) {
    throw new ClerkApiError('Clerk did not answer with a list of users. Check CLERK_API_URL.');
  }
  return users;
}

/** Whether Clerk has this user. */
export async function userExists(id: string): Promise<boolean> {
  return (await ask(`/v1/users/${encodeURIComponent(id)}`)) !== null;
}

/** Null for 404. Waits as long as a 429 asks (at most a minute) and a little after a 5xx. */
async function ask(path: string): Promise<Response | null> {
  const secretKey = process.env.CLERK_SECRET_KEY;
  if (!secretKey) {
    throw new ClerkApiError(
      'CLERK_SECRET_KEY is not set. Copy it from the API keys page of the Clerk dashboard and run `npx convex env set CLERK_SECRET_KEY`.',
    );
  }
  const base = (process.env.CLERK_API_URL || DEFAULT_URL).replace(/\/+$/, '');
  let problem = '';
  for (let tried = 1; tried <= TRIES; tried++) {
    const response = await fetch(base + path, {
      headers: { Authorization: `Bearer ${secretKey}` },
    }).catch(() => null);
    if (response?.ok) return response;
    if (response?.status === 404) return null;
    if (response?.status === 401 || response?.status === 403) {
      throw new ClerkApiError(
        `Clerk refused CLERK_SECRET_KEY (${response.status}). Set a valid one.`,
      );
    }
    if (response && response.status < 500 && response.status !== 429) {
      throw new ClerkApiError(`Clerk answered ${response.status}. Check CLERK_API_URL.`);
    }
    problem = response ? `answered ${response.status}` : 'could not be reached';
    if (tried < TRIES) await wait(retryAfter(response) ?? FIRST_WAIT * 2 ** (tried - 1));
  }
  throw new ClerkApiError(`Clerk ${problem} ${TRIES} times in a row.`);
}

/** Milliseconds that `Retry-After` (RFC 9110: seconds or a date) asks to wait. */
function retryAfter(response: Response | null): number | null {
  const value = response?.headers.get('Retry-After');
  if (!value) return null;
  const seconds = Number(value);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(milliseconds) ? null : Math.min(Math.max(milliseconds, 0), LONGEST_WAIT);
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function isUser(value: unknown): value is ClerkUser {
  const { id, created_at } = (value ?? {}) as Partial<ClerkUser>;
  return typeof id === 'string' && typeof created_at === 'number';
}
